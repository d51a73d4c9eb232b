package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.util.List;
import java.util.stream.Stream;

/**
 * Candidates in the order of preference.
 *
 * @param pool the name under which turns are counted; calls with the same candidates share it
 * @param tiers best first; a tier is asked only when nothing in the tiers before it is admissible
 * @param watched targets that are not leased here, but whose health is to be shown along with that of the others
 */
public record Ranking(String pool, List<Tier> tiers, List<Target> watched) {

    /** Candidates alone. */
    public Ranking(String pool, List<Tier> tiers) {
        this(pool, tiers, List.of());
    }

    /** All targets, best tier first, then those that are watched; one may be named more than once. */
    public Stream<Target> targets() {
        return Stream.concat(
                tiers.stream().flatMap(tier -> tier.seats().stream()).map(Seat::target), watched.stream());
    }

    /** Candidates that are equally good, and how to choose among them. */
    public record Tier(Choice choice, List<Seat> seats) {}

    /**
     * One candidate.
     *
     * @param weight its share, at least 1; counts for {@link Choice#BY_WEIGHT} only
     * @param maxInFlight leases that its provider may have at a time
     */
    public record Seat(Target target, int weight, int maxInFlight) {}

    /** How to choose inside a tier. */
    public enum Choice {
        /** The one whose last turn in this pool is longest ago, over all instances; the first of several. */
        IN_TURN,
        /** The one with the fewest leases; in turn among equals. */
        LEAST_IN_FLIGHT,
        /** In proportion to the weights, evenly spread. */
        BY_WEIGHT
    }
}
