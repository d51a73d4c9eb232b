package dev.caramba.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets what has not been used for longest once it is full. Callers may name any model of a provider, so
 * that without a bound the memory of one instance would be theirs to fill.
 */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

    private static final int CAPACITY = 10_000;

    RecentlyUsed() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > CAPACITY;
    }
}
