package dev.caramba.trace;

import dev.caramba.prompt.GenerationParams;
import io.opentelemetry.api.trace.Span;
import java.math.BigInteger;

/** Sets the span attributes of a request: its model and parameters, but never its messages. */
final class RequestAttributes {

    private static final int LONG = 63;

    private RequestAttributes() {}

    static void put(Span span, String model, GenerationParams params) {
        span.setAttribute(SpanNames.OPERATION_NAME, SpanNames.operation(params));
        span.setAttribute(SpanNames.REQUEST_MODEL, model);
        span.setAttribute(SpanNames.STREAM, params.stream());
        if (params.embedding().isPresent()) {
            return;
        }
        span.setAttribute(SpanNames.OUTPUT_TYPE, params.responseFormat().isPresent() ? "json" : "text");
        var sampling = params.sampling();
        sampling.temperature().ifPresent(value -> span.setAttribute(SpanNames.TEMPERATURE, value.doubleValue()));
        sampling.topP().ifPresent(value -> span.setAttribute(SpanNames.TOP_P, value.doubleValue()));
        sampling.maxTokens()
                .filter(RequestAttributes::fits)
                .ifPresent(value -> span.setAttribute(SpanNames.MAX_TOKENS, value.longValue()));
        sampling.seed()
                .filter(RequestAttributes::fits)
                .ifPresent(value -> span.setAttribute(SpanNames.SEED, value.longValue()));
    }

    private static boolean fits(BigInteger value) {
        return value.bitLength() <= LONG;
    }
}
