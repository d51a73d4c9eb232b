package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Targets in the order of preference.
 *
 * @param pool the name under which the store counts turns; calls with the same candidates share it
 * @param tiers the tiers, best first; a tier is used only when no target of an earlier tier is admissible
 * @param watched further targets whose health is shown in the reply; they are not leased
 */
public record Ranking(String pool, List<Tier> tiers, List<Target> watched) {

    /** Creates a ranking without watched targets. */
    public Ranking(String pool, List<Tier> tiers) {
        this(pool, tiers, List.of());
    }

    /** Returns all targets, best tier first, then the watched ones; a target may come more than once. */
    public Stream<Target> targets() {
        return Stream.concat(
                tiers.stream().flatMap(tier -> tier.seats().stream()).map(Seat::target), watched.stream());
    }

    /** Targets that are equally good, and the way to choose among them. */
    public record Tier(Choice choice, List<Seat> seats) {

        /** Returns the same tier with these of its seats alone. */
        public Tier with(Predicate<Seat> kept) {
            return new Tier(choice, seats.stream().filter(kept).toList());
        }
    }

    /**
     * One target of a tier.
     *
     * @param weight its share, at least 1; only {@link Choice#BY_WEIGHT} uses it
     * @param maxInFlight the most leases that its provider may have at a time
     */
    public record Seat(Target target, int weight, int maxInFlight) {}

    /** The way to choose inside a tier. */
    public enum Choice {
        /** The target whose last turn in this pool is longest ago, over all instances; the first of several. */
        IN_TURN,
        /** The target with the fewest leases; equals take turns. */
        LEAST_IN_FLIGHT,
        /** In proportion to the weights, evenly spread. */
        BY_WEIGHT
    }
}
