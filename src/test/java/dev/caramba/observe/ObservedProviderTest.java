package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.HedgeResult;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ResumeResult;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservedProviderTest {

    private static final Target FIRST = new Target("openai", "gpt-4o-mini");
    private static final Target SECOND = new Target("nvidia", "nemotron");
    private static final String PROMPT = "the-secret-prompt";
    private static final String ANSWER = "the-secret-answer";

    private final List<CallRecord> records = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CallMetrics metrics = new CallMetrics(meters, new TargetTags(FIRST::equals));

    @Test
    void a_call_is_told_once_with_its_target_its_attempts_and_its_tokens() {
        // When
        call(answering()).awaitCompletion();

        // Then
        assertEquals(1, records.size());
        var call = records.get(0);
        assertEquals("success", call.outcome());
        assertEquals(Optional.of(SECOND), call.target());
        assertEquals(2, call.attempts().size());
        assertEquals(Optional.of(Usage.of(7, 3)), call.usage());
        assertTrue(call.timeToFirstToken().isPresent());
    }

    @Test
    void a_failed_call_has_the_kind_of_its_failure() {
        // When
        call(Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.OVERLOADED, "busy"))))
                .awaitCompletion();

        // Then
        assertEquals("overloaded", records.get(0).outcome());
    }

    @Test
    void a_caller_who_leaves_is_counted_after_the_attempt_knows() {
        // Given
        var trail = new CallTrail();
        var stalled = Multi.createFrom()
                .<Event>nothing()
                .onCancellation()
                .invoke(() -> trail.add(failed(FIRST, FailureKind.CANCELLED)));
        var subscriber = call(stalled, trail);

        // When
        subscriber.cancel();

        // Then
        assertEquals("cancelled", records.get(0).outcome());
        assertEquals(1, records.get(0).attempts().size());
        assertEquals(0, meters.get(MetricNames.CALLS_IN_FLIGHT).gauge().value());
    }

    @Test
    void calls_attempts_failovers_and_tokens_are_counted() {
        // When
        call(answering()).awaitCompletion();

        // Then: a model that only a caller has named shares one series
        assertEquals(
                1,
                meters.get(MetricNames.CALLS)
                        .tags("provider", "nvidia", "model", "other")
                        .timer()
                        .count());
        assertEquals(
                1,
                meters.get(MetricNames.ATTEMPTS)
                        .tags("provider", "openai", "model", "gpt-4o-mini", "outcome", "rate_limited")
                        .timer()
                        .count());
        assertEquals(
                1,
                meters.get(MetricNames.FAILOVERS)
                        .tags("provider", "openai")
                        .counter()
                        .count());
        assertEquals(
                7,
                meters.get(MetricNames.TOKENS)
                        .tags("direction", "input")
                        .counter()
                        .count());
        assertEquals(1, meters.get(MetricNames.FIRST_TOKEN).timer().count());
    }

    @Test
    void a_log_line_tells_everything_but_what_was_said() {
        // When
        call(answering()).awaitCompletion();

        // Then
        var text = RequestLog.text(records.get(0));
        var json = RequestLog.json(records.get(0));
        assertEquals(
                "call id=r1 caller=team model=gpt_5 target=nvidia/nemotron"
                        + " attempts=[openai/gpt-4o-mini:rate_limited,nvidia/nemotron:success] outcome=success",
                text.substring(0, text.indexOf(" latency=")));
        assertTrue(text.endsWith(" tokens=7/3"), text);
        assertEquals("r1", json.path("id").asText());
        assertEquals("nvidia/nemotron", json.path("target").asText());
        assertEquals(
                "rate_limited", json.path("attempts").path(0).path("outcome").asText());
        assertEquals(3, json.path("outputTokens").asInt());
        for (var line : List.of(text, Json.write(json))) {
            assertFalse(line.contains(PROMPT) || line.contains(ANSWER) || line.contains("\n"), line);
        }
    }

    @Test
    void an_answer_that_broke_is_told_and_counted_by_what_became_of_it() {
        // Given
        var trail = new CallTrail();
        trail.resumed(ResumeResult.CONTINUED);
        trail.resumed(ResumeResult.FAILED);
        var told = new Event.Error(Failure.of(FailureKind.NETWORK, "cut"), Optional.of(Usage.of(7, 3)));

        // When
        call(Multi.createFrom().items(new Event.Chunk(ANSWER), told), trail).awaitCompletion();

        // Then
        var call = records.get(0);
        assertEquals(Optional.of(Usage.of(7, 3)), call.usage());
        assertTrue(RequestLog.text(call).endsWith(" tokens=7/3 resumed=continued,failed"));
        assertEquals(
                "[\"continued\",\"failed\"]",
                RequestLog.json(call).get("resumed").toString());
        assertEquals(
                List.of(1.0, 1.0),
                List.of("continued", "failed").stream()
                        .map(outcome -> meters.get(MetricNames.RESUMES)
                                .tags("outcome", outcome)
                                .counter()
                                .count())
                        .toList());
    }

    @Test
    void hedges_are_told_and_counted_and_are_no_failovers() {
        // Given
        var trail = new CallTrail();
        trail.add(failed(FIRST, FailureKind.CANCELLED));
        trail.add(new Attempt(SECOND, Optional.empty(), Duration.ofMillis(20)));
        trail.hedged(HedgeResult.LOST);
        trail.hedged(HedgeResult.WON);

        // When
        call(answering(), trail).awaitCompletion();

        // Then
        var call = records.get(0);
        assertTrue(RequestLog.text(call).endsWith(" tokens=7/3 hedged=lost,won"));
        assertEquals("[\"lost\",\"won\"]", RequestLog.json(call).get("hedged").toString());
        assertEquals(
                List.of(1.0, 1.0),
                List.of("won", "lost").stream()
                        .map(outcome -> meters.get(MetricNames.HEDGES)
                                .tags("outcome", outcome)
                                .counter()
                                .count())
                        .toList());
        assertEquals(
                Optional.empty(),
                Optional.ofNullable(meters.find(MetricNames.FAILOVERS).counter()));
    }

    private AssertSubscriber<Event> call(Multi<Event> events) {
        var trail = new CallTrail();
        trail.add(failed(FIRST, FailureKind.RATE_LIMITED));
        trail.add(new Attempt(SECOND, Optional.empty(), Duration.ofMillis(20)));
        trail.answering(SECOND, List.of());
        return call(events, trail);
    }

    private AssertSubscriber<Event> call(Multi<Event> events, CallTrail trail) {
        var deadline = new Deadline(Instant.MAX, false);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain(PROMPT))))
                .withModel("gpt\n5");
        return new ObservedProvider(new Fixed(events), List.of(metrics, records::add))
                .generate(new CallContext("r1", "team", deadline, trail), params)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static Multi<Event> answering() {
        return Multi.createFrom()
                .items(new Event.Chunk(ANSWER), new Event.Done(FinishReason.STOP, Optional.of(Usage.of(7, 3))));
    }

    private static Attempt failed(Target target, FailureKind kind) {
        return new Attempt(target, Optional.of(Failure.of(kind, "no")), Duration.ofMillis(5));
    }

    private record Fixed(Multi<Event> events) implements Provider {

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return events;
        }
    }
}
