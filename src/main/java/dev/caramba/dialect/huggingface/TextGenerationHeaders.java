package dev.caramba.dialect.huggingface;

import dev.caramba.dialect.TokenUsage;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.wire.WireHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What the text generation API tells of an answer in headers alone: its id, and tokens where the body counts none. */
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

    private static Optional<Usage> complete(Optional<Usage> told, WireHeaders headers) {
        var input = told.map(Usage::inputTokens).filter(OptionalLong::isPresent);
        var output = told.map(Usage::outputTokens).filter(OptionalLong::isPresent);
        return input.isPresent() && output.isPresent()
                ? told
                : TokenUsage.of(
                                input.orElseGet(() -> count(headers, "x-prompt-tokens")),
                                output.orElseGet(() -> count(headers, "x-generated-tokens")),
                                told.map(Usage::cachedInputTokens).orElse(OptionalLong.empty()))
                        .or(() -> told);
    }

    private static OptionalLong count(WireHeaders headers, String name) {
        return headers.first(name)
                .map(String::strip)
                .filter(text -> COUNT.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}
