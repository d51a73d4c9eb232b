package dev.caramba.cache;

import dev.caramba.redis.LocalGrant;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * Fails over to the local store while the shared store is out of reach. Another instance may ask a provider for the
 * same answer meanwhile. No verb fails.
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
                .recoverWithUni(() -> local.lookup(localLease(lease), youngerThan));
    }

    /**
     * Stores the answer in the shared store even when the local store granted the lease, since the shared store may be
     * back.
     */
    @Override
    public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
        var sharedReply = guard.ask(() -> shared.keep(sharedLease(lease), entry, life));
        return isLocal(lease)
                ? local.keep(lease, entry, life)
                        .call(() -> sharedReply.onFailure().recoverWithItem(false))
                : sharedReply.onFailure().recoverWithUni(() -> local.keep(lease, entry, life));
    }

    @Override
    public Uni<Boolean> renew(CacheLease lease) {
        return isLocal(lease)
                ? local.renew(lease)
                : guard.ask(() -> shared.renew(lease)).onFailure().recoverWithItem(true);
    }

    /**
     * Releases the lease in the shared store even when the local store granted it. A server that hung may have granted
     * it after the timeout.
     */
    @Override
    public Uni<Boolean> release(CacheLease lease) {
        var sharedReply =
                guard.ask(() -> shared.release(sharedLease(lease))).onFailure().recoverWithItem(false);
        return isLocal(lease) ? local.release(lease).call(() -> sharedReply) : sharedReply;
    }

    private static CacheLease localLease(CacheLease lease) {
        return new CacheLease(lease.key(), LocalGrant.mark(lease.owner()));
    }

    private static CacheLease sharedLease(CacheLease lease) {
        return new CacheLease(lease.key(), LocalGrant.unmark(lease.owner()));
    }

    private static boolean isLocal(CacheLease lease) {
        return LocalGrant.isMarked(lease.owner());
    }
}
