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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
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
    private static final int MAGNITUDES = 21;

    private final AtomicReference<Runnable> leaves = new AtomicReference<>();
    private final ExecutorService leaving = Executors.newSingleThreadExecutor();
    private volatile int left;
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
        left = 0;
        var leaver = leaving.submit(() -> leave(times));
        for (int i = 0; i < times; i++) {
            calls.accept(i);
            int made = i + 1;
            await(() -> left >= made);
        }
        leaver.get();
        assertEquals(Optional.empty(), failure);
    }

    /** Where there is one core, a caller gets on with its call only when the one who leaves yields: half of them do. */
    private void leave(int times) {
        for (int i = 0; i < times; i++) {
            await(() -> leaves.get() != null);
            var cancel = leaves.getAndSet(null);
            var random = ThreadLocalRandom.current();
            var until = System.nanoTime() + random.nextInt(1 << random.nextInt(MAGNITUDES));
            var yields = random.nextBoolean();
            while (System.nanoTime() < until) {
                if (yields) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
            cancel.run();
            left = i + 1;
        }
    }

    /** Who leaves is awake when the caller goes on: to wake somebody takes longer than most moments that matter. */
    private void handOver(Runnable cancel) {
        leaves.set(cancel);
        await(() -> leaves.get() == null);
    }

    private static void await(BooleanSupplier condition) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never happened");
            }
            Thread.yield();
        }
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
