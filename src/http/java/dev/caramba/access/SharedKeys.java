package dev.caramba.access;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The fleet's keys as this instance knows them. It reads them again after a short time, so that a revocation takes
 * effect everywhere within that time. While the shared store is unreachable, the last known keys stay valid for a
 * while.
 *
 * <p>The product never deletes the entry of a name. A missing entry means that the store has lost data. The name then
 * counts as revoked, and the instance writes that to the store again. So a configured key that was revoked or replaced
 * does not become valid again. A key that only the store held must be created again.
 */
public final class SharedKeys {

    private static final Logger LOG = Logger.getLogger(SharedKeys.class);
    private static final Snapshot NOTHING = new Snapshot("", KeySnapshot.NONE, Optional.empty());

    private final KeyStore store;
    private final long ttl;
    private final long grace;
    private final LongSupplier nanos;
    private final AtomicReference<Uni<KeySnapshot>> reading = new AtomicReference<>();
    private volatile Snapshot latest = NOTHING;
    private volatile List<SharedKey> lost = List.of();

    /**
     * @param ttl for how long keys are used before they are read again
     * @param grace for how long they may be used while the shared store is unreachable
     * @param nanos a monotonic clock such as {@link System#nanoTime()}
     */
    public SharedKeys(KeyStore store, Duration ttl, Duration grace, LongSupplier nanos) {
        this.store = store;
        this.ttl = ttl.toNanos();
        this.grace = grace.toNanos();
        this.nanos = nanos;
    }

    /** Returns the keys when they are fresh. It reads them again early, so that callers seldom wait. */
    Optional<KeySnapshot> known() {
        var snapshot = latest;
        if (!snapshot.isYounger(ttl, nanos.getAsLong())) {
            return Optional.empty();
        }
        if (!snapshot.isYounger(ttl / 2, nanos.getAsLong())) {
            read().subscribe().with(ignored -> {}, e -> {});
        }
        return Optional.of(snapshot.book);
    }

    /** Reads the keys. Never fails: without the store it returns the last known ones. */
    Uni<KeySnapshot> asked() {
        return read().onFailure().recoverWithItem(e -> outdated());
    }

    /** Reads all keys from the store now. Fails when the store is unreachable. */
    public Uni<KeyStore.Keys> all() {
        return store.read("").map(Optional::orElseThrow);
    }

    /** Stores a key; the next caller of this instance finds it. Fails when the store is unreachable. */
    public Uni<Boolean> keep(SharedKey key) {
        return store.keep(key).invoke(() -> latest = new Snapshot(latest.version, latest.book, Optional.empty()));
    }

    private KeySnapshot outdated() {
        var snapshot = latest;
        return snapshot.book.outdated(snapshot.isYounger(grace, nanos.getAsLong()));
    }

    /** Reads the keys once for all callers that wait at the same time. */
    private Uni<KeySnapshot> read() {
        var known = reading.get();
        if (known != null) {
            return known;
        }
        var question = Uni.createFrom()
                .deferred(() -> {
                    var asked = nanos.getAsLong();
                    var version = latest.version;
                    return store.read(version).map(keys -> learn(asked, keys));
                })
                .onTermination()
                .invoke(() -> reading.set(null))
                .memoize()
                .indefinitely();
        return reading.compareAndSet(null, question) ? question : read();
    }

    private KeySnapshot learn(long asked, Optional<KeyStore.Keys> news) {
        var snapshot = latest;
        news.map(KeyStore.Keys::keys).ifPresent(keys -> lost = lost(snapshot.book, keys));
        if (!lost.isEmpty()) {
            store.restore(lost).subscribe().with(ignored -> {}, e -> {}); // a failure is retried with the next read
        }
        latest = new Snapshot(
                news.map(KeyStore.Keys::version).orElse(snapshot.version),
                news.map(keys -> KeySnapshot.of(together(keys.keys(), lost))).orElse(snapshot.book),
                Optional.of(asked));
        return latest.book;
    }

    /** Returns the known names that the store has lost, as revoked keys. */
    private List<SharedKey> lost(KeySnapshot known, List<SharedKey> found) {
        var names = found.stream().map(SharedKey::name).collect(Collectors.toSet());
        var gone = known.byName().values().stream()
                .filter(key -> !names.contains(key.name()))
                .toList();
        if (!gone.isEmpty() && lost.isEmpty()) {
            LOG.errorf(
                    "the shared store has lost %d access keys: they count as revoked, and this instance writes that to the store again",
                    gone.size());
        }
        return gone.stream()
                .map(key -> new SharedKey(key.name(), Optional.empty(), key.granted()))
                .toList();
    }

    private static List<SharedKey> together(List<SharedKey> found, List<SharedKey> lost) {
        return Stream.concat(found.stream(), lost.stream()).toList();
    }

    /** @param asked when the keys were requested; empty when they must be requested again */
    private record Snapshot(String version, KeySnapshot book, Optional<Long> asked) {

        boolean isYounger(long age, long now) {
            return asked.filter(then -> now - then < age).isPresent();
        }
    }
}
