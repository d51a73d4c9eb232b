package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.TokenUsage;
import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The running totals that Gemini reports with every piece. The newest figure of each kind counts. Thought tokens are
 * counted apart.
 */
final class GoogleUsage {

    private OptionalLong prompt = OptionalLong.empty();
    private OptionalLong candidates = OptionalLong.empty();
    private OptionalLong thoughts = OptionalLong.empty();
    private OptionalLong cached = OptionalLong.empty();
    private OptionalLong total = OptionalLong.empty();

    void take(JsonNode usage) {
        prompt = JsonFields.newest(usage, "promptTokenCount", prompt);
        candidates = JsonFields.newest(usage, "candidatesTokenCount", candidates);
        thoughts = JsonFields.newest(usage, "thoughtsTokenCount", thoughts);
        cached = JsonFields.newest(usage, "cachedContentTokenCount", cached);
        total = JsonFields.newest(usage, "totalTokenCount", total);
    }

    /** Returns the usage from all figures; empty when there were none. */
    Optional<Usage> total() {
        var output = candidates.isEmpty() && thoughts.isEmpty()
                ? OptionalLong.empty()
                : TokenUsage.sum(OptionalLong.of(candidates.orElse(0)), OptionalLong.of(thoughts.orElse(0)));
        return prompt.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(new Usage(prompt, output, total, cached, thoughts));
    }
}
