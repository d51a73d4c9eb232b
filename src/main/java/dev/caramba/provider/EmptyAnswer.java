package dev.caramba.provider;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;

/**
 * Tells a failure from an answer that says nothing: one that ends without any content, for a reason that is no regular
 * one, ended in the model's or the server's own failure. Examples are Gemini's {@code MALFORMED_FUNCTION_CALL},
 * Ollama's {@code load}, vLLM's {@code abort}, and an end without a reason. Each attempt has an instance of its own.
 */
final class EmptyAnswer {

    private static final Failure FAILURE = Failure.of(
            FailureKind.PROTOCOL, "the provider's answer is empty and ended for no reason that answers have");

    private boolean hasContent;

    /** Returns the event, or the failure that it means. Every event of the attempt must pass here, in order. */
    Event check(Event event) {
        if (event instanceof Event.Done done && !hasContent && done.finishReason() == FinishReason.OTHER) {
            return new Event.Error(FAILURE, done.usage());
        }
        hasContent = hasContent || event.commits();
        return event;
    }
}
