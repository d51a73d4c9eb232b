package dev.caramba.cache;

import static dev.caramba.cache.CacheFixture.KEPT;
import static dev.caramba.cache.CacheFixture.LEASE;
import static dev.caramba.cache.CacheFixture.MAX_ENTRY_SIZE;
import static dev.caramba.cache.CacheFixture.MAX_TTL;
import static dev.caramba.cache.CacheFixture.TARGET;

import dev.caramba.generation.Caller;
import dev.caramba.testing.LeavingCallers;
import dev.caramba.testing.SilentProvider;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Callers of what may be kept that leave in the first moments of a call. */
@Slow
class CacheLeavingTest {

    private static final int CALLS = 2000;

    private final LeavingCallers callers = new LeavingCallers();
    private final SilentProvider inner = new SilentProvider();
    private final Counted store = new Counted(new MemoryCacheStore(1 << 20, LEASE, InstantSource.system()));
    private final CachedProvider provider = new CachedProvider(
            inner,
            store,
            new CacheSettings(MAX_TTL, MAX_ENTRY_SIZE, Duration.ofMinutes(5), LEASE, false, Map.of()),
            (params, grant) -> List.of(TARGET),
            InstantSource.system(),
            callers.elsewhere());

    @Test
    void every_lease_and_every_seat_is_given_back() throws Exception {
        try (callers) {
            callers.call(
                    CALLS,
                    i -> provider.generate(LeavingCallers.context(Caller.named("me"), KEPT), CacheFixture.request()));

            LeavingCallers.awaitEquals(
                    Map.of("leases", Set.of(), "idle", true, "requests", 0),
                    () -> Map.of(
                            "leases", Set.copyOf(store.held), "idle", provider.idle(), "requests", inner.underWay()));
        }
    }

    /** Knows which leases are held; replies at once, or on another thread. */
    private final class Counted implements CacheStore {

        private final CacheStore store;
        private final Set<CacheLease> held = ConcurrentHashMap.newKeySet();

        Counted(CacheStore store) {
            this.store = store;
        }

        @Override
        public Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan) {
            return callers.reply(store.lookup(lease, youngerThan).invoke(found -> {
                if (found instanceof Lookup.Granted granted) {
                    held.add(granted.lease());
                }
            }));
        }

        @Override
        public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
            return store.keep(lease, entry, life);
        }

        @Override
        public Uni<Boolean> renew(CacheLease lease) {
            return store.renew(lease);
        }

        @Override
        public Uni<Boolean> release(CacheLease lease) {
            return store.release(lease).invoke(() -> held.remove(lease));
        }
    }
}
