package dev.caramba.trace;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.AttemptWatch;
import dev.caramba.generation.Event;
import dev.caramba.generation.TraceContext;
import dev.caramba.prompt.Target;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Makes a span for each attempt of one call. */
record AttemptSpans(
        Tracer tracer,
        String operation,
        Context call,
        Optional<String> state,
        Predicate<String> known,
        Predicate<String> takes)
        implements AttemptWatch {

    @Override
    public Watched begin(Target target, Reason reason) {
        var span = tracer.spanBuilder(
                        SpanNames.of(operation, SpanTracer.printable(target.model()), known.test(target.toString())))
                .setParent(call)
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        span.setAttribute(SpanNames.OPERATION_NAME, operation);
        span.setAttribute(SpanNames.PROVIDER_NAME, target.provider());
        span.setAttribute(SpanNames.SYSTEM, target.provider());
        span.setAttribute(SpanNames.REQUEST_MODEL, SpanTracer.printable(target.model()));
        span.setAttribute(SpanNames.TARGET, SpanTracer.printable(target.toString()));
        span.setAttribute(SpanNames.REASON, reason.name().toLowerCase(Locale.ROOT));
        var own = span.getSpanContext();
        var handedOn = takes.test(target.provider())
                ? Optional.of(new TraceContext(own.getTraceId(), own.getSpanId(), own.isSampled(), state))
                : Optional.<TraceContext>empty();
        return new AttemptSpan(span, handedOn, System.nanoTime(), new AtomicBoolean());
    }

    private record AttemptSpan(Span span, Optional<TraceContext> handedOn, long began, AtomicBoolean committed)
            implements Watched {

        @Override
        public void saw(Event event) {
            AnswerAttributes.put(span, event);
            if (event.commits() && committed.compareAndSet(false, true)) {
                span.setAttribute(SpanNames.FIRST_TOKEN, (System.nanoTime() - began) / 1e9);
            }
        }

        @Override
        public void ended(Attempt attempt) {
            span.setAttribute(SpanNames.OUTCOME, attempt.outcome());
            attempt.status().ifPresent(status -> span.setAttribute(SpanNames.HTTP_STATUS, (long) status));
            attempt.failure().ifPresent(failure -> SpanTracer.failed(span, attempt.outcome()));
            span.end();
        }
    }
}
