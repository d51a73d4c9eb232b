package dev.caramba.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happened in a run.
 *
 * @param calls in the order of their arrival, returns included
 * @param asks every request that reached a provider, in order
 * @param questions how often a lease was asked for
 * @param leftOver timers that never ended
 */
record Run(Scenario scenario, String strategy, List<SimulatedCall> calls, List<Ask> asks, int questions, int leftOver) {

    /** The shortest time for which a target is left alone, by the default settings: 5 s less a tenth. */
    static final double SHORTEST_COOLDOWN = 4.5;

    /** Calls of callers who come for the first time. */
    List<SimulatedCall> firstCalls() {
        return calls.stream().filter(call -> call.returnOf.isEmpty()).toList();
    }

    Stream<SimulatedCall> returns() {
        return calls.stream().filter(call -> call.returnOf.isPresent());
    }

    Stream<Ask> asks(String provider, Period period) {
        return asks.stream().filter(ask -> ask.provider.equals(provider) && period.holds(ask.at));
    }

    Map<String, List<Ask>> byCall() {
        return asks.stream().collect(Collectors.groupingBy(ask -> ask.call, TreeMap::new, Collectors.toList()));
    }

    /** Refused without having asked anybody. */
    List<SimulatedCall> refused() {
        var byCall = byCall();
        return firstCalls().stream()
                .filter(call -> !call.served() && !byCall.containsKey(call.id))
                .toList();
    }

    /** Those who came back when they were told to, although no answer had been awaited meanwhile that could be known. */
    List<SimulatedCall> cameInVain() {
        var byCall = byCall();
        return returns()
                .filter(call -> !byCall.containsKey(call.id))
                .filter(call -> asks.stream()
                        .noneMatch(ask -> ask.at <= call.at
                                && ask.endedAt() >= call.returnOf.get().endedAt()))
                .toList();
    }

    /** From the first failure of a sick provider to the last ordinary request before its first probe. */
    Optional<Double> secondsToLeave(String provider, Period sickness) {
        var first =
                asks(provider, sickness).filter(Ask::failed).map(Ask::endedAt).min(Comparator.naturalOrder());
        var probe =
                asks(provider, sickness).filter(ask -> ask.probe).findFirst().map(ask -> ask.at);
        var last = asks(provider, new Period(sickness.from(), probe.orElse(sickness.until())))
                .map(ask -> ask.at)
                .max(Comparator.naturalOrder());
        return first.flatMap(failed -> last.map(ask -> Math.max(0, ask - failed)));
    }

    /** The pauses between requests to a provider that is left alone, its probes included. */
    List<Double> pauses(String provider, Period sickness) {
        var asks = asks(provider, sickness).dropWhile(ask -> !ask.probe).toList();
        return IntStream.range(1, asks.size())
                .mapToObj(i -> asks.get(i).at - asks.get(i - 1).at)
                .toList();
    }

    /** From the recovery of a provider to the first ordinary request. */
    Optional<Double> secondsToReturn(String provider, Period sickness) {
        return asks.stream()
                .filter(ask -> ask.provider.equals(provider) && ask.at >= sickness.until() && !ask.probe)
                .map(ask -> ask.at - sickness.until())
                .findFirst();
    }

    List<Ask> probes(String provider, Period sickness) {
        return asks(provider, sickness).filter(ask -> ask.probe).toList();
    }

    /** The most probes within the length of the shortest cooldown. */
    static long mostProbes(List<Ask> probes) {
        return probes.stream()
                .mapToLong(first -> probes.stream()
                        .filter(ask -> ask.at >= first.at && ask.at < first.at + SHORTEST_COOLDOWN)
                        .count())
                .max()
                .orElse(0);
    }

    double share(Predicate<Ask> wanted, Predicate<Ask> among) {
        var all = asks.stream().filter(among).toList();
        return all.isEmpty() ? 0 : (double) all.stream().filter(wanted).count() / all.size();
    }

    @Override
    public String toString() {
        return scenario.name + ", " + strategy;
    }
}
