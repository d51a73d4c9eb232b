package dev.caramba.simulation;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import java.time.Duration;
import java.util.Optional;

/** One call as its caller sees it. Seconds are those of the run. */
final class SimulatedCall {

    final String id;
    final double at;
    /** The call that was told to come back, where this one is its return. */
    final Optional<SimulatedCall> returnOf;

    private double firstWordAt = Double.NaN;
    private double endedAt = Double.NaN;
    private Optional<Failure> failure = Optional.empty();
    private final StringBuilder text = new StringBuilder();

    SimulatedCall(String id, double at, Optional<SimulatedCall> returnOf) {
        this.id = id;
        this.at = at;
        this.returnOf = returnOf;
    }

    void heard(Event event, double seconds) {
        if (event.commits() && Double.isNaN(firstWordAt)) {
            firstWordAt = seconds;
        }
        if (event.terminal()) {
            endedAt = seconds;
        }
        if (event instanceof Event.Chunk chunk) {
            text.append(chunk.text());
        } else if (event instanceof Event.Error error) {
            failure = Optional.of(error.failure());
        }
    }

    boolean ended() {
        return !Double.isNaN(endedAt);
    }

    boolean served() {
        return ended() && failure.isEmpty();
    }

    String text() {
        return text.toString();
    }

    double endedAt() {
        return endedAt;
    }

    double millisToFirstWord() {
        return (firstWordAt - at) * 1000;
    }

    Optional<Failure> failure() {
        return failure;
    }

    /** The header's value: whole seconds, rounded up. */
    Optional<Long> retryAfterSeconds() {
        return failure.flatMap(Failure::retryAfter)
                .map(Duration::toNanos)
                .map(nanos -> (nanos + 999_999_999L) / 1_000_000_000L);
    }
}
