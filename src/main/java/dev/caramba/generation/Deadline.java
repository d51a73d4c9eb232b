package dev.caramba.generation;

import java.time.Duration;
import java.time.Instant;

/**
 * The instant at which a call ends, whatever its state.
 *
 * @param callers whether the caller set it, shorter than the configured one; when such a deadline passes, no target is
 *     to blame
 */
public record Deadline(Instant at, boolean callers) {

    /** Returns the time left; zero when the deadline has passed. */
    public Duration remaining(Instant now) {
        var left = Duration.between(now, at);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
