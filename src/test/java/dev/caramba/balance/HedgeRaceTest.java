package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.generation.TerminalRule;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import dev.caramba.stream.EventStream;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two attempts that have content, or fail, at the same instant, each on a thread of its own. */
@Slow
class HedgeRaceTest {

    private static final int ROUNDS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final CyclicBarrier together = new CyclicBarrier(3);
    private final ProbeWatch store =
            new ProbeWatch(new MemoryHealthStore(HealthPolicy.DEFAULT, InstantSource.system(), () -> 0.5));
    private final Waiting a = new Waiting("a");
    private final Waiting b = new Waiting("b");
    private final BalancedProvider balancer = new BalancedProvider(
            "balanced",
            (params, grant) -> new Candidates(
                    "pool",
                    new Strategies(List.of()).named("round-robin").orElseThrow(),
                    Stream.of(a, b).map(HedgeRaceTest::candidate).toList(),
                    List.of(),
                    Optional.of(Duration.ofNanos(1))),
            store,
            new BalancerSettings(
                    2,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofSeconds(30),
                    1,
                    true,
                    false),
            InstantSource.system(),
            timer,
            () -> 0.5);

    HedgeRaceTest() {
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
        threads.shutdownNow();
    }

    @Test
    void one_of_two_answers_is_given_out_whole() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var call = new Round();
            call.atOnce(Scripts.answers("a"), Scripts.answers("b"), () -> call.subscriber.request(10));
            call.subscriber.awaitCompletion(PATIENCE);

            assertTrue(List.of("a", "b").contains(call.text()), call::text);
            assertEquals(List.of("cancelled", "success"), call.outcomes());
            assertNothingIsLeft();
        }
    }

    @Test
    void an_answer_is_given_out_while_the_other_one_fails() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var call = new Round();
            var fails = Scripts.fails(FailureKind.OVERLOADED);
            boolean firstFails = round % 2 == 0;
            call.atOnce(
                    firstFails ? fails : Scripts.answers("a"),
                    firstFails ? Scripts.answers("b") : fails,
                    () -> call.subscriber.request(10));
            call.subscriber.awaitCompletion(PATIENCE);

            assertEquals(firstFails ? "b" : "a", call.text());
            assertNothingIsLeft();
        }
    }

    @Test
    void two_failures_end_the_call_once() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var call = new Round();
            var fails = Scripts.fails(FailureKind.CONTENT_FILTER);
            call.atOnce(fails, fails, () -> call.subscriber.request(10));
            call.subscriber.awaitCompletion(PATIENCE);

            TerminalRule.assertKept(call.subscriber.getItems());
            assertEquals("", call.text());
            assertEquals(List.of("content_filter", "content_filter"), call.outcomes());
            assertNothingIsLeft();
        }
    }

    @Test
    void a_caller_who_leaves_meanwhile_leaves_nothing_behind() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var call = new Round();
            call.atOnce(
                    Scripts.answers("a"),
                    round % 2 == 0 ? Scripts.answers("b") : Scripts.fails(FailureKind.CONTENT_FILTER),
                    call.subscriber::cancel);

            assertNothingIsLeft();
        }
    }

    private void assertNothingIsLeft() {
        assertEquals(store.granted(), store.reported(), "every lease is reported once");
        assertEquals(List.of(), List.copyOf(store.violations()));
        assertTrue(timer.getQueue().isEmpty(), () -> timer.getQueue().size() + " tasks are left");
    }

    /** A hedged call whose two attempts are under way. */
    private final class Round {

        final CallTrail trail = new CallTrail();
        final AssertSubscriber<Event> subscriber;
        final MultiEmitter<? super Event> ofA;
        final MultiEmitter<? super Event> ofB;

        Round() throws InterruptedException {
            var context = new CallContext("r", "me", new Deadline(Instant.now().plus(PATIENCE), false), trail);
            subscriber = balancer.generate(
                            context, GenerationParams.of(List.of()).withStream(true))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(10));
            ofA = a.asked();
            ofB = b.asked();
        }

        void atOnce(Multi<Event> fromA, Multi<Event> fromB, Runnable third) throws Exception {
            var done = threads.invokeAll(List.<Callable<Void>>of(
                    () -> meet(() -> fromA.subscribe().with(ofA::emit)),
                    () -> meet(() -> fromB.subscribe().with(ofB::emit)),
                    () -> meet(third)));
            for (var task : done) {
                task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }

        private Void meet(Runnable task) throws Exception {
            together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            task.run();
            return null;
        }

        String text() {
            return subscriber.getItems().stream()
                    .filter(Event.Chunk.class::isInstance)
                    .map(event -> ((Event.Chunk) event).text())
                    .collect(Collectors.joining());
        }

        List<String> outcomes() {
            return trail.attempts().stream().map(attempt -> attempt.outcome()).toList();
        }
    }

    /** Says what it is made to say. */
    private record Waiting(String name, BlockingQueue<MultiEmitter<? super Event>> requests) implements Provider {

        Waiting(String name) {
            this(name, new LinkedBlockingQueue<>());
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return EventStream.of(Multi.createFrom().<Event>emitter(requests::add));
        }

        MultiEmitter<? super Event> asked() throws InterruptedException {
            return Optional.ofNullable(requests.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .orElseThrow();
        }
    }

    private static Candidate candidate(Waiting provider) {
        return new Candidate(
                new Target(provider.name(), "m"), provider, 1, 0, 100, OptionalLong.empty(), Duration.ofSeconds(10));
    }
}
