package dev.caramba.simulation;

import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Virtual time, counted from the beginning of a run. */
final class Clock {

    final VirtualTime time = new VirtualTime();
    private final Instant start = time.instant();

    double seconds() {
        return Duration.between(start, time.instant()).toNanos() / 1e9;
    }

    Future<?> after(double millis, Runnable task) {
        return time.schedule(task, Math.round(millis * 1e6), TimeUnit.NANOSECONDS);
    }
}
