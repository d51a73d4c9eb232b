package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.TokenUsage;
import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The usage that Anthropic reports in pieces. The newest figure of each kind counts. Its input figure excludes cached
 * tokens.
 */
final class AnthropicUsage {

    private OptionalLong input = OptionalLong.empty();
    private OptionalLong cacheRead = OptionalLong.empty();
    private OptionalLong cacheWritten = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong thinking = OptionalLong.empty();

    /** Takes the figures reported before the answer, whose output tokens are only a placeholder. */
    void takeInput(JsonNode usage) {
        input = JsonFields.newest(usage, "input_tokens", input);
        cacheRead = JsonFields.newest(usage, "cache_read_input_tokens", cacheRead);
        cacheWritten = JsonFields.newest(usage, "cache_creation_input_tokens", cacheWritten);
    }

    /** Takes the figures reported with the answer or after it. */
    void take(JsonNode usage) {
        takeInput(usage);
        output = JsonFields.newest(usage, "output_tokens", output);
        thinking = JsonFields.newest(usage.path("output_tokens_details"), "thinking_tokens", thinking);
    }

    /** Returns the usage from all figures; empty when there were none. */
    Optional<Usage> total() {
        if (input.isEmpty() && output.isEmpty()) {
            return Optional.empty();
        }
        var cached = TokenUsage.sum(OptionalLong.of(cacheRead.orElse(0)), OptionalLong.of(cacheWritten.orElse(0)));
        var all = TokenUsage.sum(input, cached);
        return Optional.of(new Usage(all, output, TokenUsage.sum(all, output), cacheRead, thinking));
    }
}
