package dev.caramba.trace;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Hedging;
import dev.caramba.generation.Resumption;
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

/** A span for each call, and beneath it one for each attempt. Holds neither prompt nor answer. */
public final class SpanTracer implements CallTracer {

    private static final int MAX_LENGTH = 200;
    private static final int LAST_EXPORT_SECONDS = 5;
    private static final String CACHE_HEADER = "x-caramba-cache";

    /** Outcomes that are nobody's error here: the caller's request was no good, or the caller is gone. */
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
     * @param spans where they go; closed with this
     * @param routes whether a model that is asked for is a route
     * @param known whether a name is one that is configured: others do not name spans, since tools keep a series for each
     * @param takes whether the provider of this name is told of the trace
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
        var asked = printable(params.model().orElse("auto"));
        var span = tracer.spanBuilder(SpanNames.of(asked, known.test(asked)))
                .setParent(SpanContexts.parent(context.trace()))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        RequestAttributes.put(span, asked, params);
        span.setAttribute(SpanNames.REQUEST_ID, context.requestId());
        span.setAttribute(SpanNames.CALLER, context.caller().name());
        if (params.model().filter(routes).isPresent()) {
            span.setAttribute(SpanNames.ROUTE, asked);
        }
        var place = Optional.of(SpanContexts.of(span, context.trace()));
        context.trail()
                .watchedBy(new AttemptSpans(
                        tracer, Context.root().with(span), place.flatMap(TraceContext::state), known, takes));
        return new Call(span, context.at(place));
    }

    @Override
    public void close() {
        spans.shutdown().join(LAST_EXPORT_SECONDS, TimeUnit.SECONDS);
    }

    /** A caller's word as part of a name: short, and without line breaks. */
    static String printable(String word) {
        var cut = word.length() <= MAX_LENGTH ? word : word.substring(0, MAX_LENGTH) + "…";
        return cut.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]", "_");
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
                        call.resumptions().stream().map(Resumption::wireName).toList());
            }
            if (!call.hedgings().isEmpty()) {
                span.setAttribute(
                        SpanNames.HEDGED,
                        call.hedgings().stream().map(Hedging::wireName).toList());
            }
            if (!call.outcome().equals("success")) {
                failed(span, call.outcome());
            }
            span.end();
        }
    }
}
