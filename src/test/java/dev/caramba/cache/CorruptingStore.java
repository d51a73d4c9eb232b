package dev.caramba.cache;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** A store whose answers have suffered. */
record CorruptingStore(CacheStore inner) implements CacheStore {

    @Override
    public Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan) {
        return inner.lookup(lease, youngerThan)
                .map(found ->
                        found instanceof Lookup.Found kept ? new Lookup.Found(new byte[] {7}, kept.age()) : found);
    }

    @Override
    public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
        return inner.keep(lease, entry, life);
    }

    @Override
    public Uni<Boolean> renew(CacheLease lease) {
        return inner.renew(lease);
    }

    @Override
    public Uni<Boolean> release(CacheLease lease) {
        return inner.release(lease);
    }
}
