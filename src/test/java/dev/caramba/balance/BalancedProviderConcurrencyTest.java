package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.HedgeResult;
import dev.caramba.generation.TerminalRule;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many calls at once on real threads: what holds whatever their order. */
@Slow
class BalancedProviderConcurrencyTest {

    private static final int CALLS = 2000;
    private static final List<Target> TARGETS =
            Stream.of("a", "b", "c", "d").map(name -> new Target(name, "m")).toList();

    /** Milliseconds for seconds, so that many cooldowns come and go while the calls run. */
    private static final HealthPolicy HASTY = new HealthPolicy(
            3,
            Duration.ofMillis(5),
            Duration.ofMillis(30),
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMillis(20),
            Duration.ofSeconds(30));

    private Optional<Duration> hedgeAfter = Optional.empty();
    private final Queue<CallTrail> trails = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(4);
    private final ProbeWatch store = new ProbeWatch(new MemoryHealthStore(
            HASTY, InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble()));
    private final BalancedProvider balancer = new BalancedProvider(
            "balanced",
            (params, grant) -> new Candidates(
                    "pool",
                    new Strategies(List.of()).named("round-robin").orElseThrow(),
                    TARGETS.stream().map(this::candidate).toList(),
                    List.of(),
                    hedgeAfter),
            store,
            new BalancerSettings(
                    5,
                    Duration.ofMillis(30),
                    Duration.ofMillis(20),
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(30),
                    0.5,
                    true,
                    false),
            InstantSource.system(),
            timer,
            () -> ThreadLocalRandom.current().nextDouble());

    BalancedProviderConcurrencyTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Mutiny looks for context propagation with its first stream, and not on several threads at once. */
    @BeforeAll
    static void firstStream() {
        Uni.createFrom().deferred(() -> Uni.createFrom().voidItem()).await().indefinitely();
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void so_it_is_when_attempts_are_hedged() throws InterruptedException {
        hedgeAfter = Optional.of(Duration.ofMillis(1));

        // once more where chance, or a busy machine, has kept one of the outcomes from us
        for (int i = 0; i < 10 && !haveAllHedgings(); i++) {
            every_call_ends_once_no_target_is_probed_twice_at_a_time_and_no_lease_is_left();
        }

        for (var outcome : HedgeResult.values()) {
            assertTrue(trails.stream().anyMatch(trail -> trail.hedgings().contains(outcome)), outcome::name);
        }
        trails.forEach(
                trail -> assertEquals(trail.begun(), trail.attempts().size(), () -> "attempts " + trail.attempts()));
        assertTrue(trails.stream().allMatch(trail -> trail.begun() <= 5));
    }

    @Test
    void every_call_ends_once_no_target_is_probed_twice_at_a_time_and_no_lease_is_left() throws InterruptedException {
        // Given
        var streams = new ConcurrentLinkedQueue<List<Event>>();
        var ended = new CountDownLatch(CALLS);

        // When
        for (int i = 0; i < CALLS; i++) {
            var impatient = i % 10 == 0;
            var leaves = i % 10 == 5;
            timer.schedule(() -> call(impatient, leaves, streams, ended), i * 500L, TimeUnit.MICROSECONDS);
        }

        // Then
        assertTrue(ended.await(60, TimeUnit.SECONDS), () -> ended.getCount() + " calls have not ended");
        assertEquals(CALLS * 9 / 10, streams.size());
        streams.forEach(TerminalRule::assertKept);
        assertTrue(streams.stream().anyMatch(events -> events.get(events.size() - 1) instanceof Event.Done));
        streams.stream()
                .filter(events -> events.get(events.size() - 1) instanceof Event.Done)
                .forEach(events -> assertEquals("Hello", text(events)));
        awaitIdle();
        assertEquals(List.of(), List.copyOf(store.violations()));
        assertTrue(store.probes() > 0, "no target was ever probed");
        assertEquals(store.granted(), store.reported(), "every lease is reported once");
        var view = store.view(TARGETS).await().indefinitely();
        TARGETS.forEach(target -> assertEquals(0, view.of(target).inFlight(), target::toString));
    }

    private boolean haveAllHedgings() {
        return Stream.of(HedgeResult.values())
                .allMatch(outcome ->
                        trails.stream().anyMatch(trail -> trail.hedgings().contains(outcome)));
    }

    private void call(boolean impatient, boolean leaves, Queue<List<Event>> streams, CountDownLatch ended) {
        var patience = impatient ? Duration.ofMillis(ThreadLocalRandom.current().nextInt(4)) : Duration.ofSeconds(2);
        var trail = new CallTrail();
        trails.add(trail);
        var context =
                new CallContext("r", "anonymous", new Deadline(Instant.now().plus(patience), impatient), trail);
        var events = new ArrayList<Event>();
        var subscription = balancer.generate(
                        context, GenerationParams.of(List.of()).withStream(true))
                .subscribe()
                .with(
                        events::add,
                        failure -> {
                            throw new AssertionError(failure);
                        },
                        () -> {
                            if (!leaves) {
                                streams.add(events);
                                ended.countDown();
                            }
                        });
        if (leaves) {
            timer.schedule(
                    () -> {
                        subscription.cancel();
                        ended.countDown();
                    },
                    ThreadLocalRandom.current().nextInt(3000),
                    TimeUnit.MICROSECONDS);
        }
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(Event.Chunk.class::isInstance)
                .map(event -> ((Event.Chunk) event).text())
                .collect(Collectors.joining());
    }

    /** Callers that left are not waited for by anybody: what they leave behind is gone a moment later. */
    private void awaitIdle() {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while ((!timer.getQueue().isEmpty() || store.granted() > store.reported()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertTrue(timer.getQueue().isEmpty(), () -> timer.getQueue().size() + " tasks are left");
    }

    private Candidate candidate(Target target) {
        return new Candidate(
                target,
                new RandomProvider(target.provider(), timer),
                1,
                0,
                100,
                OptionalLong.empty(),
                Duration.ofMillis(3));
    }
}
