package dev.caramba.cache;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store in the memory of this instance. It is bounded: when it is full, the least recently used answer is removed
 * first.
 */
public final class MemoryCacheStore implements CacheStore {

    /** The approximate size of an entry without its answer, in bytes. */
    static final int OVERHEAD = 512;

    private final long maxSize;
    private final Duration leaseLife;
    private final InstantSource clock;
    private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param maxSize the largest size of all entries together, in bytes */
    public MemoryCacheStore(long maxSize, Duration leaseLife, InstantSource clock) {
        this.maxSize = maxSize;
        this.leaseLife = leaseLife;
        this.clock = clock;
    }

    @Override
    public Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan) {
        return now(now -> {
            var slot = unexpired(lease.key(), now);
            var kept = slot.kept
                    .map(entry -> found(entry, now))
                    .filter(found -> youngerThan
                            .filter(limit -> found.age().compareTo(limit) >= 0)
                            .isEmpty());
            if (kept.isPresent()) {
                return kept.get();
            }
            if (slot.held.filter(held -> !held.owner.equals(lease.owner())).isPresent()) {
                return new Lookup.Busy(Duration.between(now, slot.held.get().end));
            }
            put(lease.key(), new Slot(slot.kept, Optional.of(new Held(lease.owner(), now.plus(leaseLife)))));
            return new Lookup.Granted(lease);
        });
    }

    @Override
    public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
        return now(now -> {
            var others = unexpired(lease.key(), now).held.filter(held -> !held.owner.equals(lease.owner()));
            put(lease.key(), new Slot(Optional.of(new Kept(entry, now, now.plus(life))), others));
            return slots.containsKey(lease.key());
        });
    }

    @Override
    public Uni<Boolean> renew(CacheLease lease) {
        return change(lease, now -> Optional.of(new Held(lease.owner(), now.plus(leaseLife))));
    }

    @Override
    public Uni<Boolean> release(CacheLease lease) {
        return change(lease, now -> Optional.empty());
    }

    private Uni<Boolean> change(CacheLease lease, Verb<Optional<Held>> lasting) {
        return now(now -> {
            var slot = unexpired(lease.key(), now);
            var isOwner =
                    slot.held.filter(held -> held.owner.equals(lease.owner())).isPresent();
            if (isOwner) {
                put(lease.key(), new Slot(slot.kept, lasting.at(now)));
            }
            return isOwner;
        });
    }

    private interface Verb<T> {
        T at(Instant now);
    }

    private <T> Uni<T> now(Verb<T> verb) {
        Supplier<T> locked = () -> {
            synchronized (this) {
                return verb.at(clock.instant());
            }
        };
        return Uni.createFrom().item(locked);
    }

    private static Lookup.Found found(Kept kept, Instant now) {
        return new Lookup.Found(kept.entry, Duration.between(kept.at, now));
    }

    private Slot unexpired(String key, Instant now) {
        var slot = slots.getOrDefault(key, Slot.EMPTY);
        return new Slot(
                slot.kept.filter(kept -> kept.end.isAfter(now)), slot.held.filter(held -> held.end.isAfter(now)));
    }

    private void put(String key, Slot slot) {
        remove(key);
        if (slot.kept.isEmpty() && slot.held.isEmpty()) {
            return;
        }
        slots.put(key, slot);
        size += slot.size();
        while (size > maxSize) {
            remove(slots.keySet().iterator().next());
        }
    }

    private void remove(String key) {
        Optional.ofNullable(slots.remove(key)).ifPresent(slot -> size -= slot.size());
    }

    private record Kept(byte[] entry, Instant at, Instant end) {}

    private record Held(String owner, Instant end) {}

    private record Slot(Optional<Kept> kept, Optional<Held> held) {

        static final Slot EMPTY = new Slot(Optional.empty(), Optional.empty());

        int size() {
            return OVERHEAD + kept.map(entry -> entry.entry.length).orElse(0);
        }
    }
}
