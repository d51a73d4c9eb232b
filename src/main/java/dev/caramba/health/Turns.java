package dev.caramba.health;

import dev.caramba.generation.Target;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Whose turn it is, for one tier of one pool. Not safe for use by several threads. */
final class Turns {

    private final Map<Target, Long> credit = new HashMap<>();
    private Target last;

    /**
     * Chooses among the admissible seats of a tier and remembers the choice.
     *
     * @param admissible not empty, in the tier's order
     */
    Seat choose(Tier tier, List<Seat> admissible, ToIntFunction<Target> inFlight) {
        var seat = switch (tier.choice()) {
            case IN_TURN -> next(tier, admissible);
            case LEAST_IN_FLIGHT -> next(tier, leastInFlight(admissible, inFlight));
            case BY_WEIGHT -> byWeight(admissible);
        };
        last = seat.target();
        return seat;
    }

    /** The first admissible seat after the last chosen one, around the whole tier. */
    private Seat next(Tier tier, List<Seat> admissible) {
        var targets = tier.seats().stream().map(Seat::target).toList();
        int size = targets.size();
        int start = targets.indexOf(last) + 1;
        return admissible.stream()
                .min(Comparator.comparingInt(seat -> Math.floorMod(targets.indexOf(seat.target()) - start, size)))
                .orElseThrow();
    }

    private static List<Seat> leastInFlight(List<Seat> admissible, ToIntFunction<Target> inFlight) {
        int least = admissible.stream()
                .mapToInt(seat -> inFlight.applyAsInt(seat.target()))
                .min()
                .orElseThrow();
        return admissible.stream()
                .filter(seat -> inFlight.applyAsInt(seat.target()) == least)
                .toList();
    }

    /** Smooth weighted round robin: everybody earns its weight, the richest is chosen and pays the whole round. */
    private Seat byWeight(List<Seat> admissible) {
        long round = 0;
        for (var seat : admissible) {
            credit.merge(seat.target(), (long) seat.weight(), Long::sum);
            round += seat.weight();
        }
        var seat = admissible.stream()
                .reduce((a, b) -> credit.get(b.target()) > credit.get(a.target()) ? b : a)
                .orElseThrow();
        credit.merge(seat.target(), -round, Long::sum);
        return seat;
    }
}
