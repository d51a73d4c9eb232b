package dev.caramba.upstream;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Tells for each answer how its connection goes on, and counts the connections that were closed. */
final class ConnectionClosings {

    private final Supplier<ConnectionClosing> ways;
    private final Map<ConnectionClosing, Integer> closed = new EnumMap<>(ConnectionClosing.class);

    private ConnectionClosings(Supplier<ConnectionClosing> ways) {
        this.ways = ways;
    }

    static ConnectionClosings always(ConnectionClosing way) {
        return new ConnectionClosings(() -> way);
    }

    /** Every other connection stays open, the others are closed in any way. */
    static ConnectionClosings random(long seed) {
        var random = new Random(seed);
        var all = ConnectionClosing.values();
        return new ConnectionClosings(
                () -> random.nextBoolean() ? ConnectionClosing.NEVER : all[1 + random.nextInt(all.length - 1)]);
    }

    synchronized ConnectionClosing next() {
        return ways.get();
    }

    synchronized void count(ConnectionClosing way) {
        closed.merge(way, 1, Integer::sum);
    }

    synchronized Map<ConnectionClosing, Integer> closed() {
        return new EnumMap<>(closed);
    }
}
