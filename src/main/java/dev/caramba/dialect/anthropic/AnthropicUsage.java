package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.TokenUsage;
import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/** The usage that Anthropic tells in pieces: the newest figure of each kind counts. Its input excludes cached tokens. */
final class AnthropicUsage {

    private OptionalLong input = OptionalLong.empty();
    private OptionalLong cacheRead = OptionalLong.empty();
    private OptionalLong cacheWritten = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong thinking = OptionalLong.empty();

    /** Takes what is told before the answer; its output tokens are a placeholder. */
    void takeInput(JsonNode usage) {
        input = JsonFields.newest(usage, "input_tokens", input);
        cacheRead = JsonFields.newest(usage, "cache_read_input_tokens", cacheRead);
        cacheWritten = JsonFields.newest(usage, "cache_creation_input_tokens", cacheWritten);
    }

    /** Takes what is told with the answer or after it. */
    void take(JsonNode usage) {
        takeInput(usage);
        output = JsonFields.newest(usage, "output_tokens", output);
        thinking = JsonFields.newest(usage.path("output_tokens_details"), "thinking_tokens", thinking);
    }

    /** All that was told; empty when nothing was. */
    Optional<Usage> total() {
        if (input.isEmpty() && output.isEmpty()) {
            return Optional.empty();
        }
        var cached = TokenUsage.sum(OptionalLong.of(cacheRead.orElse(0)), OptionalLong.of(cacheWritten.orElse(0)));
        var all = TokenUsage.sum(input, cached);
        return Optional.of(new Usage(all, output, TokenUsage.sum(all, output), cacheRead, thinking));
    }
}
