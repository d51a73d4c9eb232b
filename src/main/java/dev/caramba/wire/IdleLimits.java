package dev.caramba.wire;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a response may be silent after its head. The patient limit counts any byte. The strict limit counts only
 * signs of life, and applies only while another candidate could answer.
 *
 * @param strict the longest time without a {@link WireResponse#alive sign of life}, while {@code alone} is false
 * @param patient the longest time without a byte; at least {@code strict}
 * @param alone whether no other candidate could answer; asked whenever the strict limit has passed
 */
public record IdleLimits(Duration strict, Duration patient, BooleanSupplier alone) {

    /** Returns a single limit, which counts any byte. */
    public static IdleLimits of(Duration limit) {
        return new IdleLimits(limit, limit, () -> true);
    }
}
