package dev.caramba.trace;

import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Optional;

/** Sets the span attributes of an answer: its model, id, finish reason and usage, but never its text. */
final class AnswerAttributes {

    private AnswerAttributes() {}

    static void put(Span span, Event event) {
        if (event instanceof Event.Start start) {
            start.model().ifPresent(model -> span.setAttribute(SpanNames.RESPONSE_MODEL, SpanTracer.printable(model)));
            start.id().ifPresent(id -> span.setAttribute(SpanNames.RESPONSE_ID, SpanTracer.printable(id)));
        } else if (event instanceof Event.Done done) {
            span.setAttribute(
                    SpanNames.FINISH_REASONS, List.of(done.finishReason().wireName()));
            put(span, done.usage());
        } else if (event instanceof Event.Error error) {
            put(span, error.usage());
        }
    }

    private static void put(Span span, Optional<Usage> usage) {
        usage.ifPresent(figures -> {
            figures.inputTokens().ifPresent(tokens -> span.setAttribute(SpanNames.INPUT_TOKENS, tokens));
            figures.outputTokens().ifPresent(tokens -> span.setAttribute(SpanNames.OUTPUT_TOKENS, tokens));
        });
    }
}
