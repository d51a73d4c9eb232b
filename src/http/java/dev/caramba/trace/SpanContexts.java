package dev.caramba.trace;

import dev.caramba.generation.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** Converts between OpenTelemetry's span contexts and the product's {@link TraceContext}. */
final class SpanContexts {

    private SpanContexts() {}

    /** Returns the parent of a call's span: the caller's place in the trace, or the root when there is none. */
    static Context parent(Optional<TraceContext> place) {
        return place.map(known -> SpanContext.createFromRemoteParent(
                        known.traceId(),
                        known.spanId(),
                        known.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault()))
                .map(remote -> Context.root().with(Span.wrap(remote)))
                .orElse(Context.root());
    }

    /** @param parent the caller's place in the trace, whose state is passed on */
    static TraceContext of(Span span, Optional<TraceContext> parent) {
        var own = span.getSpanContext();
        return new TraceContext(
                own.getTraceId(), own.getSpanId(), own.isSampled(), parent.flatMap(TraceContext::state));
    }
}
