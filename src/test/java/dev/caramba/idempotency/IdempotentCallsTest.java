package dev.caramba.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.batch.PromptResult;
import dev.caramba.batch.PromptRunner;
import dev.caramba.call.BatchSettings;
import dev.caramba.call.Calls;
import dev.caramba.call.EdgeSettings;
import dev.caramba.format.Json;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.request.RequestReader;
import dev.caramba.result.Claim;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.result.MemoryResultStore;
import dev.caramba.result.ResultPolicy;
import dev.caramba.result.ResultStore;
import dev.caramba.testing.ScriptedProvider;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the store is asked for a prompt with a key, and what becomes of the prompt when it does not do its part. */
final class IdempotentCallsTest {

    private static final IdempotencyKey KEY = IdempotencyKey.of("me", "/s", "1");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ScriptedProvider provider = new ScriptedProvider();
    private final WatchedStore store = new WatchedStore();
    private final PromptRunner prompts = runner(Duration.ofSeconds(30));

    @Test
    void a_claim_is_prolonged_while_the_prompt_runs_and_not_after_it() throws Exception {
        var events = UnicastProcessor.<Event>create();
        provider.answers(events);
        var outcome = run(runner(Duration.ofMillis(15)));

        assertTrue(store.prolonged.await(30, TimeUnit.SECONDS));
        events.onNext(ScriptedProvider.STOP);
        events.onComplete();

        assertInstanceOf(PromptResult.Succeeded.class, outcome.get(30, TimeUnit.SECONDS));
        assertInstanceOf(
                Claim.Done.class, store.memory.find(KEY).await().atMost(LIMIT).orElseThrow());
    }

    @Test
    void a_large_answer_is_written_and_read_on_worker_threads() throws Exception {
        provider.answers(new Event.Chunk("x".repeat(StoredResult.LARGE + 1)), ScriptedProvider.STOP);

        for (int time = 0; time < 2; time++) {
            assertNotSame(Thread.currentThread(), threadOfOutcome());
            assertNotSame(Thread.currentThread(), store.writer);
        }
        assertEquals(1, provider.calls());
    }

    @Test
    void a_small_answer_stays_on_its_thread() throws Exception {
        provider.answers(ScriptedProvider.STOP);

        for (int time = 0; time < 2; time++) {
            assertSame(Thread.currentThread(), threadOfOutcome());
        }
        assertSame(Thread.currentThread(), store.writer);
    }

    /** The thread on which a prompt succeeds. */
    private Thread threadOfOutcome() throws Exception {
        return prompts.run(new PatientInvocation(), Json.object().put("prompt", "Hi"), Optional.of(KEY))
                .invoke(outcome -> assertInstanceOf(PromptResult.Succeeded.class, outcome))
                .map(outcome -> Thread.currentThread())
                .subscribeAsCompletionStage()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_prompt_without_a_key_asks_the_store_nothing() {
        provider.answers(ScriptedProvider.STOP);
        store.broken = true;

        var outcome = prompts.run(new PatientInvocation(), Json.object().put("prompt", "Hi"), Optional.empty())
                .await()
                .atMost(LIMIT);

        assertInstanceOf(PromptResult.Succeeded.class, outcome);
        assertEquals(0, store.asked);
    }

    @Test
    void an_answer_that_cannot_be_kept_is_given_out() throws Exception {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        store.forgetful = true;

        var outcome = run(prompts).get(30, TimeUnit.SECONDS);

        assertEquals("Hello", outcome.result().path("text").asText());
    }

    @Test
    void what_a_newer_version_has_kept_is_run_anew_and_left_alone() throws Exception {
        var prompt = Json.object().put("prompt", "Hi");
        var theirs = "{\"format\":2,\"text\":\"theirs\"}";
        var hold = IdempotentRequest.of(KEY, "generate", prompt).hold();
        store.memory
                .claim(hold)
                .flatMap(claim -> store.complete(hold, theirs))
                .await()
                .atMost(LIMIT);
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);

        var outcome = run(prompts).get(30, TimeUnit.SECONDS);
        var request = RequestReader.generate(prompt);
        var events = keyed(Duration.ofSeconds(30)).stream(
                        new PatientInvocation(),
                        new CallContext("r", "me", new Deadline(Instant.MAX, false), new CallTrail()),
                        request.params(),
                        Optional.of(IdempotentRequest.of(KEY, "generate", prompt)))
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);

        assertEquals("Hello", outcome.result().path("text").asText());
        assertInstanceOf(Event.Done.class, events.get(events.size() - 1));
        assertEquals(2, provider.calls());
        var kept = store.memory.find(KEY).await().atMost(LIMIT).orElseThrow();
        assertEquals(theirs, assertInstanceOf(Claim.Done.class, kept).result());
    }

    @Test
    void a_prompt_whose_subscriber_leaves_is_let_go() {
        provider.answers(Multi.createFrom().nothing());
        var running = prompts.run(new PatientInvocation(), Json.object().put("prompt", "Hi"), Optional.of(KEY))
                .subscribe()
                .with(outcome -> {});
        provider.awaitSubscription();

        running.cancel();

        provider.awaitCancellation();
        assertEquals(Optional.empty(), store.memory.find(KEY).await().atMost(LIMIT));
    }

    @Test
    void a_claim_that_is_granted_after_its_subscriber_has_left_is_let_go() {
        store.slow = Optional.of(new CompletableFuture<>());
        prompts.run(new PatientInvocation(), Json.object().put("prompt", "Hi"), Optional.of(KEY))
                .subscribe()
                .with(outcome -> {})
                .cancel();

        store.slow.get().complete(null);

        assertEquals(Optional.empty(), store.memory.find(KEY).await().atMost(LIMIT));
        assertEquals(0, provider.calls());
    }

    @Test
    void an_adapter_that_breaks_is_worth_another_try() throws Exception {
        provider.plays((context, params) -> {
            throw new IllegalStateException("a bug");
        });

        assertInstanceOf(PromptResult.Retryable.class, run(prompts).get(30, TimeUnit.SECONDS));

        assertEquals(Optional.empty(), store.memory.find(KEY).await().atMost(LIMIT));
    }

    @Test
    void outcomes_are_sorted() throws Exception {
        provider.fails(Failure.of(FailureKind.RATE_LIMITED, "slow").withRetryAfter(Optional.of(Duration.ofSeconds(7))));
        var limited =
                assertInstanceOf(PromptResult.Retryable.class, run(prompts).get(30, TimeUnit.SECONDS));
        assertEquals(Duration.ofSeconds(7), limited.retryAfter());

        provider.answers(Multi.createFrom().nothing());
        run(prompts);
        var duplicate =
                assertInstanceOf(PromptResult.InProgress.class, run(prompts).get(30, TimeUnit.SECONDS));
        assertEquals("request_in_progress", duplicate.error().code());
        assertTrue(duplicate.worthAnotherTry());

        provider.fails(Failure.of(FailureKind.CONTENT_FILTER, "no"));
        var other = prompts.run(new PatientInvocation(), Json.object().put("prompt", "Ho"), Optional.of(KEY.part("2")))
                .await()
                .atMost(LIMIT);
        assertEquals(
                400, assertInstanceOf(PromptResult.Failed.class, other).error().status());
    }

    private CompletableFuture<PromptResult> run(PromptRunner runner) {
        return runner.run(new PatientInvocation(), Json.object().put("prompt", "Hi"), Optional.of(KEY))
                .subscribeAsCompletionStage();
    }

    private PromptRunner runner(Duration claim) {
        return new PromptRunner(keyed(claim));
    }

    private IdempotentCalls keyed(Duration claim) {
        var settings = new BatchSettings(0.8, 8, 1000, claim);
        var calls = new Calls(
                provider, new EdgeSettings(Duration.ofSeconds(100), Duration.ofSeconds(100), true, Map.of()), settings);
        return new IdempotentCalls(calls, store, settings);
    }

    /** Does what the memory does, unless the test says otherwise. */
    private static final class WatchedStore implements ResultStore {

        private final MemoryResultStore memory = new MemoryResultStore(
                new ResultPolicy(Duration.ofSeconds(30), Duration.ofHours(1)), InstantSource.system());
        private final CountDownLatch prolonged = new CountDownLatch(3);
        private Optional<CompletableFuture<Void>> slow = Optional.empty();
        private boolean broken;
        private boolean forgetful;
        private volatile int asked;
        private volatile Thread writer;

        @Override
        public Uni<Claim> claim(HeldClaim hold) {
            asked++;
            var claim = memory.claim(hold);
            return broken
                    ? Uni.createFrom().failure(new IllegalStateException("broken"))
                    : slow.map(signal ->
                                    Uni.createFrom().completionStage(signal).flatMap(now -> claim))
                            .orElse(claim);
        }

        @Override
        public Uni<Boolean> prolong(HeldClaim hold) {
            prolonged.countDown();
            return memory.prolong(hold);
        }

        @Override
        public Uni<Boolean> complete(HeldClaim hold, String result) {
            writer = Thread.currentThread();
            return forgetful
                    ? Uni.createFrom().failure(new IllegalStateException("forgetful"))
                    : memory.complete(hold, result);
        }

        @Override
        public Uni<Boolean> release(HeldClaim hold) {
            return memory.release(hold);
        }

        @Override
        public Uni<Optional<Claim>> find(IdempotencyKey key) {
            return memory.find(key);
        }
    }
}
