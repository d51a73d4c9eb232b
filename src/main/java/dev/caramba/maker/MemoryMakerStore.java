package dev.caramba.maker;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A store in the memory of this instance. It is bounded: when it is full, the oldest marks are removed first. */
public final class MemoryMakerStore implements MakerStore {

    static final int MOST_MARKS = 50_000;

    private record Made(String maker, Instant end) {}

    private final Duration life;
    private final InstantSource clock;
    private final Map<String, Made> made = new LinkedHashMap<>();

    /** @param life how long a maker is remembered */
    public MemoryMakerStore(Duration life, InstantSource clock) {
        this.life = life;
        this.clock = clock;
    }

    @Override
    public Uni<Map<String, String>> find(Collection<String> marks) {
        return Uni.createFrom().item(() -> found(marks));
    }

    @Override
    public Uni<Void> keep(Collection<String> marks, String maker) {
        return Uni.createFrom().voidItem().invoke(() -> put(marks, maker));
    }

    private synchronized Map<String, String> found(Collection<String> marks) {
        var now = clock.instant();
        var found = new HashMap<String, String>();
        for (var mark : marks) {
            var known = made.get(mark);
            if (known != null && known.end.isAfter(now)) {
                found.put(mark, known.maker);
            }
        }
        return found;
    }

    private synchronized void put(Collection<String> marks, String maker) {
        var end = clock.instant().plus(life);
        for (var mark : marks) {
            made.remove(mark);
            made.put(mark, new Made(maker, end));
        }
        while (made.size() > MOST_MARKS) {
            made.remove(made.keySet().iterator().next());
        }
    }
}
