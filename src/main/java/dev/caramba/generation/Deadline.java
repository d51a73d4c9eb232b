package dev.caramba.generation;

import java.time.Duration;
import java.time.Instant;

/**
 * The instant at which a call ends whatever its state.
 *
 * @param callers whether the caller set it, shorter than the configured one: then its end is the caller's impatience and
 *     never held against a target
 */
public record Deadline(Instant at, boolean callers) {

    /** How long is left; zero when it has passed. */
    public Duration remaining(Instant now) {
        var left = Duration.between(now, at);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
