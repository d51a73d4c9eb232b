package dev.caramba.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Callers that leave at a random instant within the first moments of their call, on a thread of their own: while they are
 * still subscribing, too.
 */
public final class LeavingCallers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Instants are spread evenly over the orders of magnitude up to this power of two, in nanoseconds. */
    private static final int MAGNITUDES = 18;

    private final SynchronousQueue<Runnable> subscribed = new SynchronousQueue<>();
    private final ExecutorService leaving = Executors.newSingleThreadExecutor();
    private volatile Optional<Throwable> failure = Optional.empty();
    private final ScheduledExecutorService elsewhere = Executors.newSingleThreadScheduledExecutor();

    /** What runs the product's timers, and replies of stores that come on another thread. */
    public ScheduledExecutorService elsewhere() {
        return elsewhere;
    }

    /** A reply of a store: at once, or on another thread. */
    public <T> Uni<T> reply(Uni<T> reply) {
        return ThreadLocalRandom.current().nextBoolean() ? reply : reply.emitOn(elsewhere);
    }

    /** The context of a call that has all the time in the world. */
    public static CallContext context(Caller caller, Caching caching) {
        return new CallContext(
                "r", caller, new Deadline(Instant.now().plusSeconds(300), false), new CallTrail(), 1, caching);
    }

    /** This many calls, one after the other. */
    public void call(int times, IntFunction<Multi<?>> calls) throws Exception {
        makeAll(times, i -> calls.apply(i).subscribe().withSubscriber(new OfMany()));
    }

    /** The same, of calls for one item each. */
    public void ask(int times, IntFunction<Uni<?>> calls) throws Exception {
        makeAll(times, i -> calls.apply(i).subscribe().withSubscriber(new OfOne()));
    }

    private void makeAll(int times, IntConsumer calls) throws Exception {
        for (int i = 0; i < times; i++) {
            var left = leaving.submit(this::leave);
            calls.accept(i);
            left.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertEquals(Optional.empty(), failure);
    }

    private Void leave() throws InterruptedException {
        var cancel = subscribed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var random = ThreadLocalRandom.current();
        var until = System.nanoTime() + random.nextInt(1 << random.nextInt(MAGNITUDES));
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        cancel.run();
        return null;
    }

    /** What callers leave behind is gone a moment later. */
    public static void awaitEquals(Object expected, Supplier<?> actual) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!expected.equals(actual.get()) && System.nanoTime() < end) {
            Thread.yield();
        }
        assertEquals(expected, actual.get());
    }

    @Override
    public void close() {
        leaving.shutdownNow();
        elsewhere.shutdownNow();
    }

    private void handOver(Runnable cancel) {
        try {
            subscribed.put(cancel);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class OfMany implements MultiSubscriber<Object> {

        @Override
        public void onSubscribe(Subscription subscription) {
            handOver(subscription::cancel);
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onItem(Object item) {}

        @Override
        public void onFailure(Throwable e) {
            failure = Optional.of(e);
        }

        @Override
        public void onCompletion() {}
    }

    private final class OfOne implements UniSubscriber<Object> {

        @Override
        public void onSubscribe(UniSubscription subscription) {
            handOver(subscription::cancel);
        }

        @Override
        public void onItem(Object item) {}

        @Override
        public void onFailure(Throwable e) {
            failure = Optional.of(e);
        }
    }
}
