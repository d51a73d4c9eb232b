package dev.caramba.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded map that removes the least recently used entry when it is full. Callers may name any model of a provider,
 * so without a bound they could fill the memory of the instance.
 */
final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private static final int CAPACITY = 10_000;

    LruMap() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > CAPACITY;
    }
}
