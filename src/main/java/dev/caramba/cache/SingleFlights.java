package dev.caramba.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Coordinates the calls of this instance that want the same answer. One call asks for it, and the others wait. When
 * that call ends without an answer, the next one asks.
 */
final class SingleFlights {

    private final Map<Destination, Flight> flights = new HashMap<>();

    /**
     * The answer that the calls of a flight want.
     *
     * @param youngerThan the age that the answer must not have reached
     */
    record Destination(CacheKey key, Optional<Duration> youngerThan) {}

    /** The end of a call's wait: the answer, or the turn to ask for it. */
    record Turn(Optional<CacheHit> served) {

        static final Turn TO_GO = new Turn(Optional.empty());
    }

    /** A call that wants an answer. */
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

    /** Adds a call; returns true when it should ask for the answer at once, else its {@link Seat#turn} tells when. */
    synchronized boolean board(Seat seat) {
        var flight = flights.get(seat.destination);
        if (flight == null) {
            flights.put(seat.destination, new Flight(seat));
            return true;
        }
        flight.waiting.add(seat);
        return false;
    }

    /** Gives the answer to all waiting calls. Does nothing when this call is not the one that asks. */
    void land(Seat seat, CacheHit served) {
        removeFlight(seat).forEach(waiting -> waiting.turn.complete(new Turn(Optional.of(served))));
    }

    /**
     * Removes a call that has no answer or no longer wants it, and lets the next one ask. To be called however a call
     * ends; further calls do nothing.
     */
    void leave(Seat seat) {
        nextSeat(seat).ifPresent(nextSeat -> nextSeat.turn.complete(Turn.TO_GO));
    }

    /** Returns whether no call is under way. */
    synchronized boolean isEmpty() {
        return flights.isEmpty();
    }

    private synchronized Set<Seat> removeFlight(Seat seat) {
        var flight = flights.get(seat.destination);
        if (flight == null || flight.going != seat) {
            return Set.of();
        }
        flights.remove(seat.destination);
        return flight.waiting;
    }

    private synchronized Optional<Seat> nextSeat(Seat seat) {
        var flight = flights.get(seat.destination);
        if (flight == null || flight.going != seat) {
            Optional.ofNullable(flight).ifPresent(others -> others.waiting.remove(seat));
            return Optional.empty();
        }
        var nextSeat = flight.waiting.stream().findFirst();
        nextSeat.ifPresentOrElse(flight::goes, () -> flights.remove(seat.destination));
        return nextSeat;
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
