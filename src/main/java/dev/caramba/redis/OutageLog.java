package dev.caramba.redis;

import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Says once when shared memory goes out of reach and once when it is back. A few late answers are no outage, and are
 * common while a busy machine starts: only one that has lasted for {@link #LASTING}, over {@link #FAILURES} failures, is
 * said. Where it comes and goes, of an outage that begins within {@link #QUIET} of the last one told only that is said
 * which lasts beyond it.
 */
public final class OutageLog {

    static final Duration QUIET = Duration.ofSeconds(10);
    static final Duration LASTING = Duration.ofSeconds(1);
    static final int FAILURES = 3;

    private static final Logger LOG = Logger.getLogger(OutageLog.class);

    private Instant began = Instant.MIN;
    private int failures;
    private Instant quietUntil = Instant.MIN;
    private boolean told;

    /** To be called with every failure; true when it was said now. */
    public synchronized boolean lasts(Throwable failure, Instant now) {
        if (failures == 0) {
            began = now;
        }
        failures = Math.min(failures + 1, FAILURES);
        if (told || failures < FAILURES || now.isBefore(began.plus(LASTING)) || now.isBefore(quietUntil)) {
            return false;
        }
        told = true;
        quietUntil = now.plus(QUIET);
        LOG.warnf("shared health is out of reach, this instance goes by its own: %s", failure);
        return true;
    }

    /** True when it was said. */
    public synchronized boolean ended() {
        var wasTold = told;
        told = false;
        failures = 0;
        if (wasTold) {
            LOG.info("shared health is back and leads again");
        }
        return wasTold;
    }
}
