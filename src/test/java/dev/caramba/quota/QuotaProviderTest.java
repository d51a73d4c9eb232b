package dev.caramba.quota;

import static dev.caramba.quota.QuotaStoreContract.quota;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Quota;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Sampling;
import dev.caramba.request.EmbeddingReader;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaProviderTest {

    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(9, 3)));

    private final VirtualTime time = new VirtualTime();
    private final Watched store = new Watched(new MemoryQuotaStore(LIFE, time));
    private final Scripted inner = new Scripted();
    private final QuotaProvider provider = new QuotaProvider(inner, store, LIFE, time);

    @Test
    void who_has_no_limits_costs_nothing() {
        assertEquals(DONE.at(0), call(Quota.UNLIMITED).last());

        assertEquals(0, store.verbs);
        assertEquals(Map.of(), call(Quota.UNLIMITED).told());
    }

    @Test
    void requests_alone_cost_one_round_trip() {
        call(quota(5, 0, 0, 0, 0)).last();

        assertEquals(1, store.verbs);
    }

    @Test
    void tells_what_is_left_in_openais_headers() {
        var quota = quota(5, 1000, 100, 0, 0);
        call(quota).last();
        time.advance(Duration.ofMillis(59_880));

        var second = call(quota);

        assertEquals(DONE.at(0), second.last());
        assertEquals(
                Map.of(
                        "x-ratelimit-limit-requests", "5",
                        "x-ratelimit-remaining-requests", "3",
                        "x-ratelimit-reset-requests", "120ms",
                        "x-ratelimit-limit-tokens", "100",
                        "x-ratelimit-remaining-tokens", "87",
                        "x-ratelimit-reset-tokens", "120ms"),
                second.told());
    }

    @Test
    void refuses_what_is_too_much_and_calls_nobody() {
        var quota = quota(1, 0, 0, 0, 0);
        call(quota).last();
        time.advance(Duration.ofMillis(1500));

        var refused = call(quota);

        var failure = assertInstanceOf(Event.Error.class, refused.last()).failure();
        assertEquals(FailureKind.CALLER_LIMIT, failure.kind());
        assertEquals(Optional.of(Duration.ofMillis(58_500)), failure.retryAfter());
        assertEquals("This access key or token may use 1 requests per minute: come back in 59s.", failure.message());
        assertEquals("0", refused.told().get("x-ratelimit-remaining-requests"));
        assertEquals("59s", refused.told().get("x-ratelimit-reset-requests"));
        assertEquals(1, inner.calls);
    }

    @Test
    void a_call_that_its_budget_refuses_is_none_of_those_that_it_may_make() {
        var quota = quota(1, 0, 100, 0, 1);
        inner.events = Multi.createFrom()
                .item(new Event.Error(
                        Failure.of(FailureKind.CALLER_BUDGET, "The daily budget of this caller is spent.")));
        for (int i = 0; i < 3; i++) {
            var refused = call(quota);

            var error = assertInstanceOf(Event.Error.class, refused.last());
            assertEquals(FailureKind.CALLER_BUDGET, error.failure().kind());
            assertEquals("1", refused.told().get("x-ratelimit-remaining-requests"));
            assertEquals("100", refused.told().get("x-ratelimit-remaining-tokens"));
        }

        inner.events = Multi.createFrom().item(DONE);
        assertEquals(DONE.at(0), call(quota).last());
    }

    @Test
    void a_call_that_no_wait_will_help_is_the_callers_mistake() {
        var refused = call(quota(0, 0, 100, 50, 0), 60);

        var failure = assertInstanceOf(Event.Error.class, refused.last()).failure();
        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertTrue(failure.message().contains("61 tokens"), failure.message());
        assertEquals(0, store.verbs);
    }

    @Test
    void counts_the_tokens_that_the_provider_told() {
        var quota = quota(0, 0, 100, 0, 0);

        call(quota, 60).last();

        assertEquals("27", call(quota, 60).told().get("x-ratelimit-remaining-tokens"));
    }

    @Test
    void counts_what_was_sent_and_received_where_the_provider_tells_nothing() {
        var quota = quota(0, 0, 100, 0, 0);
        inner.events = Multi.createFrom()
                .items(new Event.Chunk("12345678"), new Event.Done(FinishReason.STOP, Optional.empty()));
        call(quota, 0).last();
        inner.events = Multi.createFrom()
                .items(new Event.Chunk("12345678"), new Event.Error(Failure.of(FailureKind.NETWORK, "cut")));
        call(quota, 0).last();
        inner.events = Multi.createFrom().items(new Event.Error(Failure.of(FailureKind.NETWORK, "cut")));
        call(quota, 50).last();

        assertEquals("93", call(quota, 0).told().get("x-ratelimit-remaining-tokens"));
    }

    @Test
    void the_end_is_told_to_the_store_before_the_caller_learns_of_it() {
        var quota = quota(0, 0, 0, 0, 1);
        store.settling = new CompletableFuture<>();
        var call = call(quota);

        assertFalse(call.isOver());
        store.settling.complete(null);

        assertEquals(DONE.at(0), call.last());
    }

    @Test
    void a_caller_that_leaves_gives_its_slot_back() {
        var quota = quota(0, 0, 0, 0, 1);
        inner.events = Multi.createFrom().emitter(emitter -> inner.emitter = emitter);
        var left = call(quota);
        var refused = assertInstanceOf(Event.Error.class, call(quota).last()).failure();
        assertEquals("This access key or token may have 1 calls under way at a time.", refused.message());
        assertEquals(Optional.of(Duration.ofSeconds(1)), refused.retryAfter());

        left.cancel();

        inner.events = Multi.createFrom().item(DONE);
        assertEquals(DONE.at(0), call(quota).last());
        assertEquals(0, time.pending());
    }

    @Test
    void a_caller_that_leaves_before_it_was_let_in_gives_its_slot_back() {
        var quota = quota(0, 0, 0, 0, 1);
        store.taking = new CompletableFuture<>();
        var left = call(quota);

        left.cancel();
        store.taking.complete(null);

        store.taking = CompletableFuture.completedFuture(null);
        assertEquals(DONE.at(0), call(quota).last());
        assertEquals(1, inner.calls);
    }

    @Test
    void a_stream_is_under_way_for_as_long_as_it_takes_and_no_longer() {
        var quota = quota(0, 0, 0, 0, 1);
        inner.events = Multi.createFrom().emitter(emitter -> inner.emitter = emitter);
        var stream = call(quota);

        time.advance(Duration.ofMinutes(5));

        assertInstanceOf(Event.Error.class, call(quota).last());
        inner.emitter.emit(DONE);
        assertEquals(DONE.at(0), stream.last());
        assertEquals(0, time.pending());
        inner.events = Multi.createFrom().item(DONE);
        assertEquals(DONE.at(0), call(quota).last());
    }

    @Test
    void those_whom_nobody_waits_for_leave_slots_to_others() {
        var quota = quota(0, 0, 0, 0, 2);
        inner.events = Multi.createFrom().emitter(emitter -> inner.emitter = emitter);
        call(quota, 0, 0.5);

        assertInstanceOf(Event.Error.class, call(quota, 0, 0.5).last());
        assertFalse(call(quota, 0, 1).isOver());
    }

    @ParameterizedTest
    @CsvSource({
        "0,0ms",
        "1,1ms",
        "999,999ms",
        "1000,1s",
        "1001,2s",
        "59001,1m0s",
        "360000,6m0s",
        "3600000,1h0m0s",
        "86400000,24h0m0s",
        "82807000,23h0m7s"
    })
    void writes_durations_as_openai_does(long millis, String text) {
        assertEquals(text, QuotaNotices.text(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({"'',0", "a,1", "abcd,1", "abcde,2", "ääää,2", "日本語,3", "😀😀,2"})
    void thinks_of_four_bytes_as_a_token(String text, long tokens) {
        assertEquals(tokens, TokenEstimate.tokens(TokenEstimate.bytes(text)));
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, TokenEstimate.bytes(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'abcde' | 2", "['abcde','a'] | 3", "[1,2,3] | 3", "[[1,2],[3]] | 3"})
    void counts_the_texts_or_the_tokens_that_vectors_are_made_of(String input, long tokens) {
        var body = "{\"model\":\"m\",\"input\":" + input.replace('\'', '"') + "}";
        var params = EmbeddingReader.read(Json.object(body).orElseThrow(), body).params();

        assertEquals(tokens, TokenEstimate.input(params));
        assertEquals(0, TokenEstimate.output(params));
    }

    private Made call(Quota quota) {
        return call(quota, 0);
    }

    private Made call(Quota quota, int maxTokens) {
        return call(quota, maxTokens, 1);
    }

    private Made call(Quota quota, int maxTokens, double share) {
        var grant = new Grant(false, Set.of(), Set.of(), Set.of(), quota, Budget.UNLIMITED);
        var context = new CallContext(
                "r", new Caller("me", grant), new Deadline(Instant.MAX, false), new CallTrail(), share, Caching.UNSAID);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hi"))));
        var limited = new GenerationParams(
                params.model(),
                params.fallbacks(),
                params.messages(),
                params.tools(),
                params.toolChoice(),
                params.responseFormat(),
                new Sampling(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(maxTokens).filter(most -> most > 0).map(BigInteger::valueOf),
                        List.of(),
                        Optional.empty()),
                params.extras(),
                params.stream(),
                params.strict());
        var subscriber = AssertSubscriber.<Event>create(Long.MAX_VALUE);
        provider.generate(context, limited).subscribe().withSubscriber(subscriber);
        return new Made(context, subscriber);
    }

    /** A call that was made. */
    private record Made(CallContext context, AssertSubscriber<Event> events) {

        Event last() {
            events.awaitCompletion(Duration.ofSeconds(10));
            return events.getLastItem();
        }

        boolean isOver() {
            return !events.getItems().isEmpty();
        }

        void cancel() {
            events.cancel();
        }

        Map<String, String> told() {
            return context.trail().notices();
        }
    }

    /** Answers as the test says. */
    private static final class Scripted implements Provider {

        private Multi<Event> events = Multi.createFrom().item(DONE);
        private MultiEmitter<? super Event> emitter;
        private int calls;

        @Override
        public String name() {
            return "inner";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            calls++;
            context.trail().begin();
            return events;
        }
    }

    /** Counts what it is asked, and replies when the test says so. */
    private static final class Watched implements QuotaStore {

        private final QuotaStore store;
        private int verbs;
        private CompletableFuture<Void> taking = CompletableFuture.completedFuture(null);
        private CompletableFuture<Void> settling = CompletableFuture.completedFuture(null);

        Watched(QuotaStore store) {
            this.store = store;
        }

        @Override
        public Uni<QuotaDecision> take(QuotaRequest ask) {
            verbs++;
            var waiting = taking;
            return store.take(ask).call(() -> Uni.createFrom().completionStage(waiting));
        }

        @Override
        public Uni<Boolean> hold(QuotaDecision taken) {
            verbs++;
            return store.hold(taken);
        }

        @Override
        public Uni<Void> settle(QuotaDecision taken, long tokens) {
            verbs++;
            var waiting = settling;
            return store.settle(taken, tokens).call(() -> Uni.createFrom().completionStage(waiting));
        }

        @Override
        public Uni<Void> giveBack(QuotaDecision taken) {
            verbs++;
            return store.giveBack(taken);
        }
    }
}
