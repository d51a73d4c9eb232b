package dev.caramba.app;

import dev.caramba.call.OpenCalls;
import dev.caramba.wire.HttpWire;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends the calls of an instance that stops. Quarkus makes readiness down, waits the delay and then for all requests,
 * until its timeout, and closes the server. Within that, this tells when new calls are refused, and ends what is left
 * shortly before the timeout, while the connections are still there.
 *
 * <pre>
 *   SIGTERM -- delay: calls are taken --> closed: calls under way finish -- the last second --> ended with an error
 * </pre>
 */
@Singleton
final class Stopping {

    private static final Logger LOG = Logger.getLogger("dev.caramba");

    /** What is left of the timeout when calls are ended: time for the errors to reach the callers. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** The part of a short timeout that is kept instead. */
    private static final int PART = 4;

    private final OpenCalls calls;
    private final Stores stores;
    private final ScheduledExecutorService timer;
    private final Duration delay;
    private final Duration timeout;

    Stopping(
            OpenCalls calls,
            Stores stores,
            HttpWire wire,
            LaunchMode mode,
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
            @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
        this.calls = calls;
        this.stores = stores;
        this.timer = wire.timer();
        this.delay = waited(delay, mode);
        this.timeout = waited(timeout, mode);
    }

    /** Returns the time that Quarkus waits: none in development. */
    private static Duration waited(Optional<Duration> configured, LaunchMode mode) {
        return configured
                .filter(wait -> !wait.isNegative() && mode != LaunchMode.DEVELOPMENT)
                .orElse(Duration.ZERO);
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        calls.leave();
        int open = calls.underWay();
        if (open > 0) {
            LOG.infof(
                    "stopping: calls under way may take %2$s s more (%1$d)",
                    open, seconds(delay.plus(timeout).minus(lastWords())));
        }
        after(delay, calls::close);
        after(delay.plus(timeout).minus(lastWords()), this::end);
    }

    /** Waits until the stores know what became of the last calls. By now the connections of callers are closed. */
    void end(@Observes ShutdownEvent event) {
        end();
        stores.settle();
    }

    private void end() {
        int ended = calls.end();
        if (ended > 0) {
            LOG.warnf("stopping: calls that were not done in time were ended with an error (%d)", ended);
        }
    }

    private Duration lastWords() {
        var part = timeout.dividedBy(PART);
        return part.compareTo(LAST_WORDS) < 0 ? part : LAST_WORDS;
    }

    private static String seconds(Duration wait) {
        return String.format(Locale.ROOT, "%.1f", wait.toMillis() / 1000.0);
    }

    private void after(Duration wait, Runnable task) {
        if (wait.isZero()) {
            task.run();
        } else {
            timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
