package dev.caramba.health;

import java.time.Duration;
import java.util.Optional;

/** The result of a request for a lease. */
public sealed interface Acquisition {

    /** Returns the health of the ranked and the watched targets after the decision. */
    HealthView view();

    /** The store granted a lease on a target. */
    record Granted(Lease lease, HealthView view) implements Acquisition {}

    /**
     * The store granted no lease, because no target may be asked now.
     *
     * @param retryAfter the time until the first of them may be asked; empty when all are disabled, because only an
     *     operator can change that
     */
    record Refused(Optional<Duration> retryAfter, HealthView view) implements Acquisition {}
}
