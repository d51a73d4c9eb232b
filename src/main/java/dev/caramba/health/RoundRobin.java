package dev.caramba.health;

import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.prompt.Target;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The round-robin state of one pool of targets. It stores the last turn of every target, and not only the latest
 * target. So a call that fails over, without the failed target, goes on to the one that has waited longest. Not safe
 * for use by several threads.
 */
final class RoundRobin {

    private final Map<Target, Long> credit = new HashMap<>();
    private final Map<Target, Long> lastTurn = new HashMap<>();
    private long turn;

    /**
     * Chooses among seats that are equally good and remembers the choice.
     *
     * @param admissible the admissible seats, not empty, in the tier's order
     */
    Seat choose(Choice choice, List<Seat> admissible, ToIntFunction<Target> inFlight) {
        var seat = switch (choice) {
            case IN_TURN -> next(admissible);
            case LEAST_IN_FLIGHT -> next(leastInFlight(admissible, inFlight));
            case BY_WEIGHT -> byWeight(admissible);
        };
        lastTurn.put(seat.target(), ++turn);
        return seat;
    }

    /** Returns the seat whose last turn is longest ago; the first among those that never had one. */
    private Seat next(List<Seat> admissible) {
        return admissible.stream()
                .min(Comparator.comparingLong(seat -> lastTurn.getOrDefault(seat.target(), 0L)))
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

    /**
     * Chooses by smooth weighted round robin: every seat earns its weight as credit, and the one with the most credit
     * is chosen and pays the sum of all weights.
     */
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
