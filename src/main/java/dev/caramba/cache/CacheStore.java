package dev.caramba.cache;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores answers, and grants leases to ask a provider for missing ones. A lease expires when its owner no longer renews
 * it. Every verb is atomic.
 */
public interface CacheStore {

    /**
     * Returns the stored answer for the key of this lease; else grants the lease, or reports that another owner holds
     * it. An owner that already holds the lease gets it again.
     *
     * @param youngerThan the age that the answer must not have reached
     */
    Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan);

    /**
     * Stores an answer in place of an older one, whoever holds the lease, and ends the lease if it is this one. False
     * when the answer is not stored.
     */
    Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life);

    /** Extends the lease by its full life from now; false when it has expired or has another owner. */
    Uni<Boolean> renew(CacheLease lease);

    /**
     * Ends the lease without an answer, so that the next caller may have it. False when it had expired or has another
     * owner.
     */
    Uni<Boolean> release(CacheLease lease);
}
