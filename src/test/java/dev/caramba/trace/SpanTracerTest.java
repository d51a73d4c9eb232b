package dev.caramba.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.AttemptWatch;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Provider;
import dev.caramba.generation.TraceContext;
import dev.caramba.generation.Usage;
import dev.caramba.observe.CallRecord;
import dev.caramba.observe.CallTracer;
import dev.caramba.observe.ObservedProvider;
import dev.caramba.observe.PassThroughTracer;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import dev.caramba.request.EmbeddingReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanTracerTest {

    private static final Target FIRST = new Target("openai", "gpt-4o-mini");
    private static final Target SECOND = new Target("nvidia", "nemotron");
    private static final String PROMPT = "the-secret-prompt";
    private static final String ANSWER = "the-secret-answer";
    private static final TraceContext CALLERS = TraceContext.read(
                    Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), Optional.of("vendor=1"))
            .orElseThrow();

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider sdk = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Kept(spans)))
            .build();
    private final SpanTracer tracer = new SpanTracer(
            sdk, Set.of("fast")::contains, name -> !name.startsWith("invented"), Set.of("nvidia")::contains);
    private final List<CallRecord> records = new ArrayList<>();
    private final List<Optional<TraceContext>> handedOn = new ArrayList<>();

    @AfterEach
    void close() {
        tracer.close();
    }

    @Test
    void a_call_has_a_span_and_each_attempt_has_one_beneath_it() {
        // When
        call("fast", Optional.empty(), twoAttempts());

        // Then
        var call = span(SpanKind.SERVER);
        assertEquals("chat fast", call.getName());
        assertEquals("chat", value(call, "gen_ai.operation.name"));
        assertEquals("fast", value(call, "gen_ai.request.model"));
        assertEquals("fast", value(call, "caramba.route"));
        assertEquals("nvidia", value(call, "gen_ai.provider.name"));
        assertEquals("nemotron-70b", value(call, "gen_ai.response.model"));
        assertEquals("team", value(call, "caramba.caller"));
        assertEquals("r1", value(call, "caramba.request.id"));
        assertEquals("success", value(call, "caramba.outcome"));
        assertEquals("bypass", value(call, "caramba.cache"));
        assertEquals(2L, call.getAttributes().get(SpanNames.ATTEMPTS));
        assertEquals(7L, call.getAttributes().get(SpanNames.INPUT_TOKENS));
        assertEquals(3L, call.getAttributes().get(SpanNames.OUTPUT_TOKENS));
        assertEquals(List.of("stop"), call.getAttributes().get(SpanNames.FINISH_REASONS));
        assertEquals(StatusCode.UNSET, call.getStatus().getStatusCode());

        var attempts =
                spans.stream().filter(span -> span.getKind() == SpanKind.CLIENT).toList();
        assertEquals(
                List.of("chat gpt-4o-mini", "chat nemotron"),
                attempts.stream().map(SpanData::getName).toList());
        for (var attempt : attempts) {
            assertEquals(call.getSpanId(), attempt.getParentSpanId());
            assertEquals(call.getTraceId(), attempt.getTraceId());
        }
        assertEquals("rate_limited", value(attempts.get(0), "error.type"));
        assertEquals(429L, attempts.get(0).getAttributes().get(SpanNames.HTTP_STATUS));
        assertEquals(StatusCode.ERROR, attempts.get(0).getStatus().getStatusCode());
        assertEquals("hedge", value(attempts.get(1), "caramba.attempt.reason"));
        assertEquals("success", value(attempts.get(1), "caramba.outcome"));
        assertTrue(attempts.get(1).getAttributes().get(SpanNames.FIRST_TOKEN) >= 0);
    }

    @Test
    void a_call_for_vectors_is_named_as_such() {
        var body = "{\"model\":\"fast\",\"input\":\"a\"}";
        var params = EmbeddingReader.read(Json.object(body).orElseThrow(), body).params();

        call(tracer, params, Optional.empty(), twoAttempts());

        assertEquals("embeddings fast", span(SpanKind.SERVER).getName());
        assertEquals("embeddings gpt-4o-mini", span(SpanKind.CLIENT).getName());
        for (var span : spans) {
            assertEquals("embeddings", value(span, "gen_ai.operation.name"));
            assertEquals(null, value(span, "gen_ai.output.type"));
        }
    }

    @Test
    void the_callers_trace_goes_on_and_on_to_the_providers_that_take_it() {
        // When
        call("auto", Optional.of(CALLERS), twoAttempts());

        // Then
        var call = span(SpanKind.SERVER);
        assertEquals(CALLERS.traceId(), call.getTraceId());
        assertEquals(CALLERS.spanId(), call.getParentSpanId());
        assertEquals(Optional.empty(), handedOn.get(0));
        var handed = handedOn.get(1).orElseThrow();
        assertEquals(CALLERS.traceId(), handed.traceId());
        assertEquals(Optional.of("vendor=1"), handed.state());
        assertTrue(spans.stream().anyMatch(span -> span.getSpanId().equals(handed.spanId())));
        assertEquals(call.getSpanId(), records.get(0).trace().orElseThrow().spanId());
    }

    @Test
    void a_trace_that_the_caller_does_not_record_is_not_exported_and_still_named_in_the_log() {
        // When
        var unrecorded = new TraceContext(CALLERS.traceId(), CALLERS.spanId(), false, Optional.empty());
        call("auto", Optional.of(unrecorded), twoAttempts());

        // Then
        assertEquals(List.of(), spans);
        assertEquals(CALLERS.traceId(), records.get(0).trace().orElseThrow().traceId());
        assertFalse(handedOn.get(1).orElseThrow().sampled());
    }

    @Test
    void a_failure_is_an_error_and_the_callers_own_mistake_is_none() {
        // When
        call("a", Optional.empty(), failing(FailureKind.OVERLOADED));
        call("b", Optional.empty(), failing(FailureKind.CONTEXT_LENGTH));

        // Then
        var byName = spans.stream().collect(Collectors.toMap(SpanData::getName, span -> span));
        assertEquals("overloaded", value(byName.get("chat a"), "error.type"));
        assertEquals(StatusCode.ERROR, byName.get("chat a").getStatus().getStatusCode());
        assertEquals("context_length", value(byName.get("chat b"), "error.type"));
        assertEquals(StatusCode.UNSET, byName.get("chat b").getStatus().getStatusCode());
    }

    @Test
    void nothing_that_is_said_is_in_a_span() {
        // When
        call("auto", Optional.empty(), twoAttempts());

        // Then
        assertFalse(spans.toString().contains(PROMPT) || spans.toString().contains(ANSWER), spans::toString);
        assertNotEquals(List.of(), spans);
    }

    @Test
    void a_model_that_a_caller_invents_names_no_span() {
        // When
        call("invented-1", Optional.empty(), twoAttempts());

        // Then
        assertEquals("chat", span(SpanKind.SERVER).getName());
        assertEquals("invented-1", value(span(SpanKind.SERVER), "gen_ai.request.model"));
    }

    @Test
    void every_attribute_has_its_name_in_one_place() {
        // When
        call("fast", Optional.empty(), twoAttempts());
        call("a", Optional.empty(), failing(FailureKind.OVERLOADED));

        // Then
        var names = SpanNames.ALL.stream().map(AttributeKey::getKey).toList();
        spans.forEach(span -> span.getAttributes().forEach((key, value) -> assertTrue(names.contains(key.getKey()))));
    }

    @Test
    void without_spans_the_callers_trace_is_handed_on_as_it_came() {
        // When
        call(new PassThroughTracer("nvidia"::equals), "auto", Optional.of(CALLERS), twoAttempts());

        // Then
        assertEquals(List.of(Optional.empty(), Optional.of(CALLERS)), handedOn);
        assertEquals(Optional.of(CALLERS), records.get(0).trace());
    }

    private Provider twoAttempts() {
        return scripted(context -> {
            var first = context.trail().begin(FIRST, AttemptWatch.Reason.PLAIN);
            var second = context.trail().begin(SECOND, AttemptWatch.Reason.HEDGE);
            handedOn.add(first.handedOn());
            handedOn.add(second.handedOn());
            var busy = Failure.of(FailureKind.RATE_LIMITED, "busy").withStatus(429);
            first.ended(new Attempt(FIRST, Optional.of(busy), Duration.ofMillis(5)));
            var events = List.of(
                    new Event.Start(Optional.of("chatcmpl-1"), Optional.of("nemotron-70b")),
                    new Event.Chunk(ANSWER),
                    new Event.Done(FinishReason.STOP, Optional.of(Usage.of(7, 3))));
            events.forEach(second::saw);
            second.ended(new Attempt(SECOND, Optional.empty(), Duration.ofMillis(9)));
            context.trail().answering(SECOND, List.of());
            return Multi.createFrom().iterable(events);
        });
    }

    private static Provider failing(FailureKind kind) {
        return scripted(context -> Multi.createFrom().item(new Event.Error(Failure.of(kind, "no"))));
    }

    private void call(String model, Optional<TraceContext> trace, Provider provider) {
        call(tracer, model, trace, provider);
    }

    private void call(CallTracer tracer, String model, Optional<TraceContext> trace, Provider provider) {
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain(PROMPT))))
                .withModel(model);
        call(tracer, params, trace, provider);
    }

    private void call(CallTracer tracer, GenerationParams params, Optional<TraceContext> trace, Provider provider) {
        var context = new CallContext(
                "r1",
                Caller.named("team"),
                new Deadline(Instant.MAX, false),
                new CallTrail(),
                1,
                Caching.UNSAID,
                trace);
        new ObservedProvider(provider, List.of(records::add), tracer, Optional.empty())
                .generate(context, params)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
                .awaitCompletion();
    }

    private SpanData span(SpanKind kind) {
        return spans.stream().filter(span -> span.getKind() == kind).findFirst().orElseThrow();
    }

    private static String value(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    private interface Behaviour {
        Multi<? extends Event> events(CallContext context);
    }

    private static Provider scripted(Behaviour behaviour) {
        return new Provider() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public Multi<Event> generate(CallContext context, GenerationParams params) {
                return behaviour.events(context).map(event -> event);
            }
        };
    }

    private record Kept(List<SpanData> spans) implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
