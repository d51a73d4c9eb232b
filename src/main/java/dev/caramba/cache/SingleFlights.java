package dev.caramba.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits for whom on this instance. Of those who want the same answer one goes for it, the others wait for that one;
 * when it leaves without an answer, the next one goes.
 */
final class SingleFlights {

    private final Map<Destination, Flight> flights = new HashMap<>();

    /**
     * What those on a flight want.
     *
     * @param youngerThan how old the answer may not be
     */
    record Destination(CacheKey key, Optional<Duration> youngerThan) {}

    /** What becomes of one who waits: an answer, or it is their turn to go for it. */
    record Turn(Optional<CacheHit> served) {

        static final Turn TO_GO = new Turn(Optional.empty());
    }

    /** One who wants an answer. */
    static final class Seat {

        private final Destination destination;
        private final CompletableFuture<Turn> turn = new CompletableFuture<>();

        Seat(Destination destination) {
            this.destination = destination;
        }

        Destination destination() {
            return destination;
        }

        CompletableFuture<Turn> turn() {
            return turn.copy();
        }
    }

    /** True when this one is to go for the answer at once; otherwise its turn comes. */
    synchronized boolean board(Seat seat) {
        var flight = flights.get(seat.destination);
        if (flight == null) {
            flights.put(seat.destination, new Flight(seat));
            return true;
        }
        flight.waiting.add(seat);
        return false;
    }

    /** Comes with an answer for all who wait; nothing when it is not this one who went for it. */
    void land(Seat seat, CacheHit served) {
        landed(seat).forEach(waiting -> waiting.turn.complete(new Turn(Optional.of(served))));
    }

    /** Does not want the answer any more, or has not got it; to be called however a call ends, more than once if need be. */
    void leave(Seat seat) {
        next(seat).ifPresent(next -> next.turn.complete(Turn.TO_GO));
    }

    /** Whether nobody is under way. */
    synchronized boolean isEmpty() {
        return flights.isEmpty();
    }

    private synchronized Set<Seat> landed(Seat seat) {
        var flight = flights.get(seat.destination);
        if (flight == null || flight.going != seat) {
            return Set.of();
        }
        flights.remove(seat.destination);
        return flight.waiting;
    }

    private synchronized Optional<Seat> next(Seat seat) {
        var flight = flights.get(seat.destination);
        if (flight == null || flight.going != seat) {
            Optional.ofNullable(flight).ifPresent(others -> others.waiting.remove(seat));
            return Optional.empty();
        }
        var next = flight.waiting.stream().findFirst();
        next.ifPresentOrElse(flight::goes, () -> flights.remove(seat.destination));
        return next;
    }

    private static final class Flight {

        private final Set<Seat> waiting = new LinkedHashSet<>();
        private Seat going;

        Flight(Seat going) {
            this.going = going;
        }

        private void goes(Seat seat) {
            waiting.remove(seat);
            going = seat;
        }
    }
}
