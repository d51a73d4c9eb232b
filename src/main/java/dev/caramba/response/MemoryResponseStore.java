package dev.caramba.response;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store in the memory of this instance. It is bounded: when it is full, the least recently used response is removed
 * first.
 */
public final class MemoryResponseStore implements ResponseStore {

    /** The approximate size of a response or of an item's id without its content, in bytes. */
    static final int OVERHEAD = 256;

    private final long maxSize;
    private final Duration life;
    private final InstantSource clock;
    private final Map<Key, Entry> responses = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, String> places = new HashMap<>();
    private long size;

    private record Key(String owner, String id) {}

    private record Entry(StoredResponse response, Instant end) {

        long size() {
            return response.record().length + (1L + response.items().size()) * OVERHEAD;
        }
    }

    /** @param maxSize the largest size of all responses together, in bytes; the latest is stored whatever its size */
    public MemoryResponseStore(long maxSize, Duration life, InstantSource clock) {
        this.maxSize = maxSize;
        this.life = life;
        this.clock = clock;
    }

    @Override
    public Uni<Void> save(StoredResponse response) {
        return now(() -> put(response)).replaceWithVoid();
    }

    @Override
    public Uni<FoundResponses> find(WantedResponses wanted) {
        return now(() -> found(wanted));
    }

    @Override
    public Uni<Boolean> delete(String owner, String id) {
        return now(() -> {
            var key = new Key(owner, id);
            var known = unexpired(key).isPresent();
            remove(key);
            return known;
        });
    }

    private FoundResponses found(WantedResponses wanted) {
        var records = new HashMap<String, byte[]>();
        var found = new HashMap<String, String>();
        wanted.response()
                .flatMap(id -> unexpired(new Key(wanted.owner(), id)))
                .ifPresent(response -> records.put(response.id(), response.record()));
        for (var item : wanted.items()) {
            Optional.ofNullable(places.get(new Key(wanted.owner(), item)))
                    .flatMap(id -> unexpired(new Key(wanted.owner(), id)))
                    .ifPresent(response -> {
                        records.put(response.id(), response.record());
                        found.put(item, response.id());
                    });
        }
        return new FoundResponses(records, found);
    }

    private Optional<StoredResponse> unexpired(Key key) {
        return Optional.ofNullable(responses.get(key))
                .filter(entry -> entry.end.isAfter(clock.instant()))
                .map(Entry::response);
    }

    private boolean put(StoredResponse response) {
        var key = new Key(response.owner(), response.id());
        remove(key);
        var entry = new Entry(response, clock.instant().plus(life));
        responses.put(key, entry);
        response.items().forEach(item -> places.put(new Key(response.owner(), item), response.id()));
        size += entry.size();
        while (size > maxSize && responses.size() > 1) {
            remove(responses.keySet().iterator().next());
        }
        return true;
    }

    private void remove(Key key) {
        Optional.ofNullable(responses.remove(key)).ifPresent(entry -> {
            size -= entry.size();
            entry.response.items().forEach(item -> places.remove(new Key(key.owner, item), key.id));
        });
    }

    private <T> Uni<T> now(Supplier<T> verb) {
        Supplier<T> locked = () -> {
            synchronized (this) {
                return verb.get();
            }
        };
        return Uni.createFrom().item(locked);
    }
}
