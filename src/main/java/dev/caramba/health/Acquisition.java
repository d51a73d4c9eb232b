package dev.caramba.health;

import java.time.Duration;
import java.util.Optional;

/** What came of asking for a lease. */
public sealed interface Acquisition {

    /** The health of the ranked and the watched targets after the decision. */
    HealthView view();

    /** A target may be asked. */
    record Granted(Lease lease, HealthView view) implements Acquisition {}

    /**
     * No target may be asked now.
     *
     * @param retryAfter until the soonest of them may be; empty when none will be by itself, because all are disabled
     */
    record Refused(Optional<Duration> retryAfter, HealthView view) implements Acquisition {}
}
