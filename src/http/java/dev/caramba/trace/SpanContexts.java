package dev.caramba.trace;

import dev.caramba.generation.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** Places in a trace, as OpenTelemetry has them and as the product does. */
final class SpanContexts {

    private SpanContexts() {}

    /** What is called from that place; nobody's child where there is none. */
    static Context parent(Optional<TraceContext> place) {
        return place.map(known -> SpanContext.createFromRemoteParent(
                        known.traceId(),
                        known.spanId(),
                        known.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault()))
                .map(remote -> Context.root().with(Span.wrap(remote)))
                .orElse(Context.root());
    }

    /** @param before the place that the span was begun at: its state travels along */
    static TraceContext of(Span span, Optional<TraceContext> before) {
        var own = span.getSpanContext();
        return new TraceContext(
                own.getTraceId(), own.getSpanId(), own.isSampled(), before.flatMap(TraceContext::state));
    }
}
