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
 * A key in a file that is looked at again now and then, when there is a call that wants it: whoever rotates keys writes
 * a new file. While there is nothing in it that could be a key, the last one is used.
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
    private volatile boolean told;

    /**
     * @param key what is in the file
     * @param valid whether something can be a key
     * @param refresh for how long a key is used without looking
     * @param nanos a clock without a beginning, as {@link System#nanoTime()}
     * @param blocking runs what must not run on the event loop
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

    /** One caller looks and waits for it; the others go on with the key that there is. */
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
        var now = file.contentNow().filter(valid);
        now.filter(fresh -> !fresh.equals(key)).ifPresent(fresh -> {
            key = fresh;
            LOG.infof("%s: a new key", file.key());
        });
        if (now.isEmpty() && !told) {
            LOG.warnf("%s: no key can be read from %s, the last one stays in use", file.key(), file.path());
        }
        told = now.isEmpty();
        return key;
    }
}
