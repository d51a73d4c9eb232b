package dev.caramba.dialect.huggingface;

import dev.caramba.dialect.TokenUsage;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.wire.WireHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Adds to an answer what the text generation API reports only in headers: the id, and the usage where the body has
 * none.
 */
final class TextGenerationHeaders {

    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

    private TextGenerationHeaders() {}

    static Event complete(Event event, WireHeaders headers, Optional<String> requestId) {
        if (event instanceof Event.Start start && start.id().isEmpty()) {
            return new Event.Start(requestId, start.model()).with(start.droppedParams(), start.exhaustedFor());
        }
        return event instanceof Event.Done done
                ? new Event.Done(done.finishReason(), complete(done.usage(), headers))
                : event;
    }

    private static Optional<Usage> complete(Optional<Usage> known, WireHeaders headers) {
        var input = known.map(Usage::inputTokens).filter(OptionalLong::isPresent);
        var output = known.map(Usage::outputTokens).filter(OptionalLong::isPresent);
        return input.isPresent() && output.isPresent()
                ? known
                : TokenUsage.of(
                                input.orElseGet(() -> count(headers, "x-prompt-tokens")),
                                output.orElseGet(() -> count(headers, "x-generated-tokens")),
                                known.map(Usage::cachedInputTokens).orElse(OptionalLong.empty()))
                        .or(() -> known);
    }

    private static OptionalLong count(WireHeaders headers, String name) {
        return headers.first(name)
                .map(String::strip)
                .filter(text -> COUNT.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
