package dev.caramba.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

    private final SynchronousQueue<Subscription> subscribed = new SynchronousQueue<>();
    private final ExecutorService leaving = Executors.newSingleThreadExecutor();

    /** This many calls, one after the other. */
    public void call(int times, IntFunction<Multi<?>> calls) throws Exception {
        for (int i = 0; i < times; i++) {
            var left = leaving.submit(this::leave);
            calls.apply(i).subscribe().withSubscriber(new Caller());
            left.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Void leave() throws InterruptedException {
        var subscription = subscribed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var random = ThreadLocalRandom.current();
        var until = System.nanoTime() + random.nextInt(1 << random.nextInt(MAGNITUDES));
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        subscription.cancel();
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
    }

    private final class Caller implements MultiSubscriber<Object> {

        @Override
        public void onSubscribe(Subscription subscription) {
            try {
                subscribed.put(subscription);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onItem(Object item) {}

        @Override
        public void onFailure(Throwable e) {
            throw new AssertionError(e);
        }

        @Override
        public void onCompletion() {}
    }
}
