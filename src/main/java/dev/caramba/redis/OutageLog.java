package dev.caramba.redis;

import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Logs an outage of the shared store once when it begins and once when it ends. A few late replies are no outage, and
 * are common while a busy machine starts. So an outage is logged only after {@link #FAILURES} failures over at least
 * {@link #LASTING}. For {@link #QUIET} after one message no other outage is logged, so that a store that comes and goes
 * does not fill the log.
 */
public final class OutageLog {

    static final Duration QUIET = Duration.ofSeconds(10);
    static final Duration LASTING = Duration.ofSeconds(1);
    static final int FAILURES = 3;

    private static final Logger LOG = Logger.getLogger(OutageLog.class);

    private Instant began = Instant.MIN;
    private int failures;
    private Instant quietUntil = Instant.MIN;
    private boolean logged;

    /** Counts a failure; to be called with every one. Returns true when this call logged the outage. */
    public synchronized boolean lasts(Throwable failure, Instant now) {
        if (failures == 0) {
            began = now;
        }
        failures = Math.min(failures + 1, FAILURES);
        if (logged || failures < FAILURES || now.isBefore(began.plus(LASTING)) || now.isBefore(quietUntil)) {
            return false;
        }
        logged = true;
        quietUntil = now.plus(QUIET);
        LOG.warnf("the shared store is out of reach, this instance uses its local store: %s", failure);
        return true;
    }

    /** Ends the outage; returns true when it had been logged. */
    public synchronized boolean ended() {
        var wasLogged = logged;
        logged = false;
        failures = 0;
        if (wasLogged) {
            LOG.info("the shared store is back and in use again");
        }
        return wasLogged;
    }
}
