package dev.caramba.config;

import dev.caramba.provider.KeySource;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * A provider's key in a file, which is read again at intervals, so that a new file rotates the key. Calls trigger the
 * reading: an idle instance does not read. While the file holds no valid key, the last valid one stays in use.
 */
public final class KeyFile implements KeySource {

    private static final Logger LOG = Logger.getLogger(KeyFile.class);

    private final SecretFile file;
    private final Predicate<String> valid;
    private final long refreshNanos;
    private final LongSupplier nanos;
    private final Function<Callable<String>, Uni<String>> blocking;
    private final AtomicLong lookedAt;
    private volatile String key;
    private volatile boolean warned;

    /**
     * @param key the present content of the file
     * @param valid whether a text can be a key
     * @param refresh for how long a key is used before the file is read again
     * @param nanos a monotonic clock such as {@link System#nanoTime()}
     * @param blocking runs work that must not block the event loop
     */
    public KeyFile(
            SecretFile file,
            String key,
            Predicate<String> valid,
            Duration refresh,
            LongSupplier nanos,
            Function<Callable<String>, Uni<String>> blocking) {
        this.file = file;
        this.key = key;
        this.valid = valid;
        this.refreshNanos = refresh.toNanos();
        this.nanos = nanos;
        this.blocking = blocking;
        this.lookedAt = new AtomicLong(nanos.getAsLong());
    }

    /**
     * Returns the key. When the refresh is due, one caller reads the file and waits for it; the others use the present
     * key.
     */
    @Override
    public Uni<String> current() {
        return Uni.createFrom().deferred(() -> {
            var then = lookedAt.get();
            var now = nanos.getAsLong();
            return now - then >= refreshNanos && lookedAt.compareAndSet(then, now)
                    ? look()
                    : Uni.createFrom().item(key);
        });
    }

    @Override
    public Uni<String> newest() {
        return Uni.createFrom().deferred(() -> {
            lookedAt.set(nanos.getAsLong());
            return look();
        });
    }

    private Uni<String> look() {
        return blocking.apply(this::read).onFailure().recoverWithItem(() -> key);
    }

    private String read() {
        var content = file.contentNow().filter(valid);
        content.filter(fresh -> !fresh.equals(key)).ifPresent(fresh -> {
            key = fresh;
            LOG.infof("%s: the file holds a new key, which is used from now on", file.key());
        });
        if (content.isEmpty() && !warned) {
            LOG.warnf("%s: no valid key can be read from %s, the last one stays in use", file.key(), file.path());
        }
        warned = content.isEmpty();
        return key;
    }
}
