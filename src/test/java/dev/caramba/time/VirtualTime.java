package dev.caramba.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A clock and a timer that stand still until they are advanced. Due tasks run on the thread that advances, in the order
 * of their time, and of their submission where that is equal; each sees the clock at its own time.
 *
 * <p>{@link #execute} runs its task at once, on the calling thread. A task scheduled without delay waits for the next
 * {@code advance}, be it by nothing. For one thread.
 */
public final class VirtualTime extends AbstractExecutorService implements InstantSource, ScheduledExecutorService {

    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(
            Comparator.<Task<?>, Instant>comparing(task -> task.at).thenComparing(task -> task.number));
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private long submitted;
    private boolean shutdown;

    @Override
    public Instant instant() {
        return now;
    }

    /** Lets time pass and runs what becomes due on the way. */
    public void advance(Duration duration) {
        var end = now.plus(duration);
        while (!tasks.isEmpty() && !tasks.peek().at.isAfter(end)) {
            var task = tasks.poll();
            now = task.at.isAfter(now) ? task.at : now;
            task.runOnce();
        }
        now = end;
    }

    /** How many tasks wait for their time. */
    public int pending() {
        return tasks.size();
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(new Task<>(Executors.callable(command), unit.toNanos(delay), 0));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, unit.toNanos(delay), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return add(new Task<>(Executors.callable(command), unit.toNanos(initialDelay), unit.toNanos(period)));
    }

    /** The same as at a fixed rate: here a task takes no time. */
    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return scheduleAtFixedRate(command, initialDelay, delay, unit);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        var left = new ArrayList<Runnable>(tasks);
        tasks.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && tasks.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }

    private <V> Task<V> add(Task<V> task) {
        tasks.add(task);
        return task;
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

        private final long number = submitted++;
        private final long periodNanos;
        private Instant at;

        Task(Callable<V> callable, long delayNanos, long periodNanos) {
            super(callable);
            this.at = now.plusNanos(delayNanos);
            this.periodNanos = periodNanos;
        }

        void runOnce() {
            if (periodNanos == 0) {
                run();
            } else if (runAndReset()) {
                at = at.plusNanos(periodNanos);
                tasks.add(this);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            tasks.remove(this);
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(now, at));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
