package dev.caramba.trace;

import dev.caramba.format.OneLine;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.HedgeResult;
import dev.caramba.generation.ResumeResult;
import dev.caramba.generation.TraceContext;
import dev.caramba.observe.CallRecord;
import dev.caramba.observe.CallTracer;
import dev.caramba.prompt.GenerationParams;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Makes a span for each call, and a child span for each of its attempts. Spans hold neither prompts nor answers. */
public final class SpanTracer implements CallTracer {

    private static final int MAX_LENGTH = 200;
    private static final int LAST_EXPORT_SECONDS = 5;
    private static final String CACHE_HEADER = "x-caramba-cache";

    /** Outcomes that do not count as errors, because the caller's request was at fault or the caller left. */
    private static final Set<String> CALLERS_OWN = Set.of(
            FailureKind.INVALID_REQUEST.wireName(),
            FailureKind.CONTEXT_LENGTH.wireName(),
            FailureKind.CONTENT_FILTER.wireName(),
            FailureKind.CALLER_LIMIT.wireName(),
            FailureKind.CALLER_BUDGET.wireName(),
            FailureKind.CANCELLED.wireName());

    private final SdkTracerProvider spans;
    private final Tracer tracer;
    private final Predicate<String> routes;
    private final Predicate<String> known;
    private final Predicate<String> takes;

    /**
     * @param spans the tracer provider, which is closed with this tracer
     * @param routes whether a requested model is a route
     * @param known whether a name is configured; other names are left out of span names, because tools keep a series
     *     for each span name
     * @param takes whether the provider of this name receives the trace
     */
    public SpanTracer(
            SdkTracerProvider spans, Predicate<String> routes, Predicate<String> known, Predicate<String> takes) {
        this.spans = spans;
        this.tracer = spans.get("dev.caramba");
        this.routes = routes;
        this.known = known;
        this.takes = takes;
    }

    @Override
    public CallSpan begin(CallContext context, GenerationParams params) {
        var requested = printable(params.model().orElse("auto"));
        var operation = SpanNames.operation(params);
        var span = tracer.spanBuilder(SpanNames.of(operation, requested, known.test(requested)))
                .setParent(SpanContexts.parent(context.trace()))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        RequestAttributes.put(span, requested, params);
        span.setAttribute(SpanNames.REQUEST_ID, context.requestId());
        span.setAttribute(SpanNames.CALLER, context.caller().name());
        if (params.model().filter(routes).isPresent()) {
            span.setAttribute(SpanNames.ROUTE, requested);
        }
        var place = Optional.of(SpanContexts.of(span, context.trace()));
        context.trail()
                .watchedBy(new AttemptSpans(
                        tracer,
                        operation,
                        Context.root().with(span),
                        place.flatMap(TraceContext::state),
                        known,
                        takes));
        return new Call(span, context.at(place));
    }

    @Override
    public void close() {
        spans.shutdown().join(LAST_EXPORT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns a caller's word as part of a name: shortened and without line breaks. */
    static String printable(String word) {
        return OneLine.of(word, MAX_LENGTH);
    }

    static void failed(Span span, String outcome) {
        span.setAttribute(SpanNames.ERROR_TYPE, outcome);
        if (!CALLERS_OWN.contains(outcome)) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    private record Call(Span span, CallContext context) implements CallSpan {

        @Override
        public void saw(Event event) {
            AnswerAttributes.put(span, event);
        }

        @Override
        public void ended(CallRecord call) {
            call.target().ifPresent(target -> {
                span.setAttribute(SpanNames.PROVIDER_NAME, target.provider());
                span.setAttribute(SpanNames.SYSTEM, target.provider());
                span.setAttribute(SpanNames.TARGET, printable(target.toString()));
            });
            call.timeToFirstToken().ifPresent(time -> span.setAttribute(SpanNames.FIRST_TOKEN, time.toNanos() / 1e9));
            span.setAttribute(SpanNames.ATTEMPTS, (long) context.trail().begun());
            span.setAttribute(SpanNames.OUTCOME, call.outcome());
            span.setAttribute(SpanNames.CACHE, context.trail().notices().getOrDefault(CACHE_HEADER, "bypass"));
            if (!call.resumptions().isEmpty()) {
                span.setAttribute(
                        SpanNames.RESUMED,
                        call.resumptions().stream().map(ResumeResult::wireName).toList());
            }
            if (!call.hedgings().isEmpty()) {
                span.setAttribute(
                        SpanNames.HEDGED,
                        call.hedgings().stream().map(HedgeResult::wireName).toList());
            }
            if (!call.outcome().equals("success")) {
                failed(span, call.outcome());
            }
            span.end();
        }
    }
}
