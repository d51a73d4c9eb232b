package dev.caramba.balance;

import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The strategies by name: the built-in ones and custom ones. */
public final class Strategies {

    private static final List<SelectionStrategy> BUILT_IN = List.of(
            OneTier.of("round-robin", Choice.IN_TURN),
            OneTier.of("weighted", Choice.BY_WEIGHT),
            OneTier.of("least-in-flight", Choice.LEAST_IN_FLIGHT),
            new LowestLatency(),
            new ByPriority());

    private final Map<String, SelectionStrategy> byName;

    /** @param custom strategies that replace a built-in one of the same name */
    public Strategies(List<SelectionStrategy> custom) {
        this.byName = Stream.concat(BUILT_IN.stream(), custom.stream())
                .collect(Collectors.toMap(
                        SelectionStrategy::name, Function.identity(), (first, second) -> second, TreeMap::new));
    }

    public Optional<SelectionStrategy> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns all names, in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    static Seat seat(Candidate candidate) {
        return new Seat(candidate.target(), candidate.weight(), candidate.maxInFlight());
    }

    static Tier tier(Choice choice, List<Candidate> candidates) {
        return new Tier(choice, candidates.stream().map(Strategies::seat).toList());
    }

    /** Puts all candidates into one tier with a fixed way to choose. */
    private record OneTier(String name, Choice choice) implements SelectionStrategy {

        static SelectionStrategy of(String name, Choice choice) {
            return new OneTier(name, choice);
        }

        @Override
        public List<Tier> rank(List<Candidate> candidates, HealthView view) {
            return List.of(tier(choice, candidates));
        }
    }

    /** Puts the lowest priority number first; equals take turns. */
    private static final class ByPriority implements SelectionStrategy {

        @Override
        public String name() {
            return "priority";
        }

        @Override
        public List<Tier> rank(List<Candidate> candidates, HealthView view) {
            return candidates.stream()
                    .collect(Collectors.groupingBy(Candidate::priority, TreeMap::new, Collectors.toList()))
                    .values()
                    .stream()
                    .map(group -> tier(Choice.IN_TURN, group))
                    .toList();
        }
    }

    /**
     * Puts the candidate with the shortest time to first token first. Candidates within a fifth of the fastest take
     * turns with it. So do those without a measurement yet, so that every candidate gets measured.
     *
     * <p>Old measurements count for less. The average of a candidate that is not asked shrinks with time, until it is
     * asked again and can show that it has become faster. A candidate that is r times slower is asked about every r
     * times 10 s, or every r-th time when calls are rare. So probing a slow candidate costs little.
     */
    private static final class LowestLatency implements SelectionStrategy {

        private static final double AS_GOOD_AS = 1.2;

        /** An average counts for half after this time without a call. */
        private static final double HALVED_AFTER_NANOS = 10e9;

        @Override
        public String name() {
            return "lowest-latency";
        }

        @Override
        public List<Tier> rank(List<Candidate> candidates, HealthView view) {
            double bound = candidates.stream()
                            .mapToDouble(candidate -> nanos(candidate, view))
                            .filter(nanos -> nanos > 0)
                            .min()
                            .orElse(0)
                    * AS_GOOD_AS;
            var best = candidates.stream()
                    .filter(candidate -> nanos(candidate, view) <= bound)
                    .toList();
            var rest = candidates.stream()
                    .filter(candidate -> nanos(candidate, view) > bound)
                    .sorted(Comparator.comparingDouble(candidate -> nanos(candidate, view)))
                    .map(candidate -> tier(Choice.IN_TURN, List.of(candidate)));
            return Stream.concat(Stream.of(tier(Choice.IN_TURN, best)), rest).toList();
        }

        /** Returns the average, weighted by its age; 0 when there is no measurement. */
        private static double nanos(Candidate candidate, HealthView view) {
            var status = view.of(candidate.target());
            double idle = status.lastUsed()
                    .map(used -> Math.max(0, Duration.between(used, view.now()).toNanos()))
                    .orElse(0L);
            return status.latency()
                    .map(latency -> Math.max(1, latency.toNanos()) * HALVED_AFTER_NANOS / (HALVED_AFTER_NANOS + idle))
                    .orElse(0.0);
        }
    }
}
