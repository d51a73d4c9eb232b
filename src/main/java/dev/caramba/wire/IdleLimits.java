package dev.caramba.wire;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a response may be silent, from its head on. Two limits: a patient one on bytes, whatever they say, and a
 * strict one on signs of life, which holds only while somebody else could answer.
 *
 * @param strict without a {@link WireResponse#alive sign of life}, while not alone
 * @param patient without a byte; at least {@code strict}
 * @param alone whether nobody else could answer; asked whenever the strict limit is passed
 */
public record IdleLimits(Duration strict, Duration patient, BooleanSupplier alone) {

    /** One limit, on bytes. */
    public static IdleLimits of(Duration limit) {
        return new IdleLimits(limit, limit, () -> true);
    }
}
