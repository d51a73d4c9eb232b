package dev.caramba.cache;

import dev.caramba.redis.LocalGrant;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * Shared memory that may be out of reach. Then the memory of this instance stands in: another instance may ask for the
 * same answer meanwhile. Never fails.
 */
public final class FallbackCacheStore implements CacheStore {

    private final CacheStore shared;
    private final CacheStore local;
    private final StoreGuard guard;

    public FallbackCacheStore(CacheStore shared, CacheStore local, StoreGuard guard) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
    }

    @Override
    public Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan) {
        return guard.ask(() -> shared.lookup(lease, youngerThan))
                .onFailure()
                .recoverWithUni(() -> local.lookup(ofOurs(lease), youngerThan));
    }

    /** Told to the shared memory first, which may be back. */
    @Override
    public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
        var told = guard.ask(() -> shared.keep(ofTheirs(lease), entry, life));
        return isLocal(lease)
                ? local.keep(lease, entry, life).call(() -> told.onFailure().recoverWithItem(false))
                : told.onFailure().recoverWithUni(() -> local.keep(lease, entry, life));
    }

    @Override
    public Uni<Boolean> renew(CacheLease lease) {
        return isLocal(lease)
                ? local.renew(lease)
                : guard.ask(() -> shared.renew(lease)).onFailure().recoverWithItem(true);
    }

    /** Told to the shared memory as well: a server that hung may have granted it after it was given up. */
    @Override
    public Uni<Boolean> release(CacheLease lease) {
        var told = guard.ask(() -> shared.release(ofTheirs(lease))).onFailure().recoverWithItem(false);
        return isLocal(lease) ? local.release(lease).call(() -> told) : told;
    }

    private static CacheLease ofOurs(CacheLease lease) {
        return new CacheLease(lease.key(), LocalGrant.mark(lease.owner()));
    }

    private static CacheLease ofTheirs(CacheLease lease) {
        return new CacheLease(lease.key(), LocalGrant.unmark(lease.owner()));
    }

    private static boolean isLocal(CacheLease lease) {
        return LocalGrant.isMarked(lease.owner());
    }
}
