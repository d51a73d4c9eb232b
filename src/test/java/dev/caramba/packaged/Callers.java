package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Some callers who call one time after the other until they are told to stop, and note how each call went. */
final class Callers implements AutoCloseable {

    /** Enough for hundreds of calls on a machine that has much else to do. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ExecutorService threads;
    private final Caller caller;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Semaphore ended = new Semaphore(0);
    private volatile boolean stopped;

    /** Makes call number {@code n}, from 0, and throws when its answer is not what it should be. */
    interface Caller {
        void call(int n) throws Exception;
    }

    /** @param began by {@link System#nanoTime()} */
    record Call(int number, long began, Duration took, Optional<Throwable> trouble) {}

    private Callers(int callers, Caller caller) {
        this.caller = caller;
        this.threads = Executors.newFixedThreadPool(callers);
    }

    static Callers start(int callers, Caller caller) {
        var all = new Callers(callers, caller);
        Stream.<Runnable>generate(() -> all::callOnAndOn).limit(callers).forEach(all.threads::execute);
        return all;
    }

    /** Makes the calls 0 to {@code calls - 1}, by so many callers; how they went. */
    static List<Call> make(int calls, int callers, Caller caller) throws InterruptedException {
        var all = new Callers(callers, caller);
        IntStream.range(0, calls).forEach(n -> all.threads.execute(() -> all.callOnce(n)));
        return all.end();
    }

    /** Waits until so many more calls have ended. */
    void await(int count) throws InterruptedException {
        ended.drainPermits();
        assertTrue(ended.tryAcquire(count, LIMIT.toSeconds(), TimeUnit.SECONDS), "fewer calls ended: " + calls.size());
    }

    /** Lets them go on for so long. */
    void goOnFor(Duration length) {
        new CompletableFuture<>()
                .completeOnTimeout(null, length.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Lets the calls under way end; all calls. */
    List<Call> stop() throws InterruptedException {
        stopped = true;
        return end();
    }

    /** Leaves in the middle of a call, where the test has failed before it stopped them. */
    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }

    private List<Call> end() throws InterruptedException {
        threads.shutdown();
        assertTrue(threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS), "calls do not end");
        return List.copyOf(calls);
    }

    static List<Throwable> troubles(List<Call> calls) {
        return calls.stream().flatMap(call -> call.trouble().stream()).toList();
    }

    private void callOnAndOn() {
        while (!stopped) {
            callOnce(next.getAndIncrement());
        }
    }

    private void callOnce(int number) {
        var trouble = Optional.<Throwable>empty();
        long began = System.nanoTime();
        try {
            caller.call(number);
        } catch (Exception | AssertionError e) {
            trouble = Optional.of(e);
        }
        calls.add(new Call(number, began, Duration.ofNanos(System.nanoTime() - began), trouble));
        ended.release();
    }
}
