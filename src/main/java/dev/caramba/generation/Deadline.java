package dev.caramba.generation;

import java.time.Duration;
import java.time.Instant;

/**
 * The instant at which a call ends, unless its answer is under way; then there is more time.
 *
 * @param flowing when a call ends whose answer flows, not before {@code at}
 * @param callers whether the caller set it, shorter than the configured one; when such a deadline passes, no target is
 *     to blame
 */
public record Deadline(Instant at, Instant flowing, boolean callers) {

    /** Creates a deadline that leaves a flowing answer no more time than a silent one. */
    public Deadline(Instant at, boolean callers) {
        this(at, at, callers);
    }

    /** Returns the time left; zero when the deadline has passed. */
    public Duration remaining(Instant now) {
        return left(now, at);
    }

    /** Returns the time left for an answer that flows. */
    public Duration remainingWhileFlowing(Instant now) {
        return left(now, flowing);
    }

    private static Duration left(Instant now, Instant end) {
        var left = Duration.between(now, end);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
