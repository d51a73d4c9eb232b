package dev.caramba.upstream;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Tells for each answer how its connection goes on, and counts the connections that were closed. */
final class Closings {

    private final Supplier<Closing> ways;
    private final Map<Closing, Integer> closed = new EnumMap<>(Closing.class);

    private Closings(Supplier<Closing> ways) {
        this.ways = ways;
    }

    static Closings always(Closing way) {
        return new Closings(() -> way);
    }

    /** Every other connection stays open, the others are closed in any way. */
    static Closings random(long seed) {
        var random = new Random(seed);
        var all = Closing.values();
        return new Closings(() -> random.nextBoolean() ? Closing.NEVER : all[1 + random.nextInt(all.length - 1)]);
    }

    synchronized Closing next() {
        return ways.get();
    }

    synchronized void count(Closing way) {
        closed.merge(way, 1, Integer::sum);
    }

    synchronized Map<Closing, Integer> closed() {
        return new EnumMap<>(closed);
    }
}
