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
 * The fleet's keys as this instance knows them, never for longer than a moment: a revocation holds everywhere once that
 * is over. Where the fleet cannot be asked, what was known last goes on for a while.
 *
 * <p>Nothing that is known of a name is ever taken away by us. Where it is gone the store has lost it. Then the name counts
 * as revoked, which is written to the store again: a key of the configuration that was revoked or replaced does not come
 * back, and what was kept in the store alone has to be made anew.
 */
public final class SharedKeys {

    private static final Logger LOG = Logger.getLogger(SharedKeys.class);
    private static final Snapshot NOTHING = new Snapshot("", KeyBook.NONE, Optional.empty());

    private final KeyStore store;
    private final long ttl;
    private final long grace;
    private final LongSupplier nanos;
    private final AtomicReference<Uni<KeyBook>> reading = new AtomicReference<>();
    private volatile Snapshot latest = NOTHING;
    private volatile List<SharedKey> lost = List.of();

    /**
     * @param ttl how long what is known counts as known
     * @param grace how long it may be used when the fleet cannot be asked
     * @param nanos a clock without a beginning, as {@link System#nanoTime()}
     */
    public SharedKeys(KeyStore store, Duration ttl, Duration grace, LongSupplier nanos) {
        this.store = store;
        this.ttl = ttl.toNanos();
        this.grace = grace.toNanos();
        this.nanos = nanos;
    }

    /** The keys, where they are known; asks for them early enough that a caller seldom has to wait. */
    Optional<KeyBook> known() {
        var snapshot = latest;
        if (!snapshot.isYounger(ttl, nanos.getAsLong())) {
            return Optional.empty();
        }
        if (!snapshot.isYounger(ttl / 2, nanos.getAsLong())) {
            read().subscribe().with(ignored -> {}, e -> {});
        }
        return Optional.of(snapshot.book);
    }

    /** The keys, asked for. Never fails. */
    Uni<KeyBook> asked() {
        return read().onFailure().recoverWithItem(e -> outdated());
    }

    /** What the fleet has, now; fails where it is out of reach. */
    public Uni<KeyStore.Keys> all() {
        return store.read("").map(Optional::orElseThrow);
    }

    /** Keeps a key; the next caller finds it. Fails where the fleet is out of reach. */
    public Uni<Boolean> keep(SharedKey key) {
        return store.keep(key).invoke(() -> latest = new Snapshot(latest.version, latest.book, Optional.empty()));
    }

    private KeyBook outdated() {
        var snapshot = latest;
        return snapshot.book.outdated(snapshot.isYounger(grace, nanos.getAsLong()));
    }

    /** One question at a time, whoever waits for it. */
    private Uni<KeyBook> read() {
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

    private KeyBook learn(long asked, Optional<KeyStore.Keys> news) {
        var snapshot = latest;
        news.map(KeyStore.Keys::keys).ifPresent(keys -> lost = lost(snapshot.book, keys));
        if (!lost.isEmpty()) {
            store.restore(lost).subscribe().with(ignored -> {}, e -> {}); // once more with the next question
        }
        latest = new Snapshot(
                news.map(KeyStore.Keys::version).orElse(snapshot.version),
                news.map(keys -> KeyBook.of(together(keys.keys(), lost))).orElse(snapshot.book),
                Optional.of(asked));
        return latest.book;
    }

    /** The names that are not in the store any more, revoked. */
    private List<SharedKey> lost(KeyBook known, List<SharedKey> found) {
        var names = found.stream().map(SharedKey::name).collect(Collectors.toSet());
        var gone = known.byName().values().stream()
                .filter(key -> !names.contains(key.name()))
                .toList();
        if (!gone.isEmpty() && lost.isEmpty()) {
            LOG.errorf(
                    "the store has lost what it knew of %d access keys: all of them count as revoked, which is written to it again",
                    gone.size());
        }
        return gone.stream()
                .map(key -> new SharedKey(key.name(), Optional.empty(), key.granted()))
                .toList();
    }

    private static List<SharedKey> together(List<SharedKey> found, List<SharedKey> lost) {
        return Stream.concat(found.stream(), lost.stream()).toList();
    }

    /** @param asked when it was asked for; empty when it has to be asked for again */
    private record Snapshot(String version, KeyBook book, Optional<Long> asked) {

        boolean isYounger(long age, long now) {
            return asked.filter(then -> now - then < age).isPresent();
        }
    }
}
