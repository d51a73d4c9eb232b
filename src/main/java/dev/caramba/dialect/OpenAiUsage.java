package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/** The {@code usage} of the OpenAI family: prompt tokens include cached ones, completion tokens include reasoning. */
final class OpenAiUsage {

    private OpenAiUsage() {}

    /** The usage that a response or a chunk tells, if any. */
    static Optional<Usage> of(JsonNode answer) {
        return JsonFields.present(answer, "usage")
                .filter(JsonNode::isObject)
                .filter(usage -> !usage.isEmpty())
                .map(OpenAiUsage::read);
    }

    private static Usage read(JsonNode usage) {
        return new Usage(
                count(usage, "prompt_tokens"),
                count(usage, "completion_tokens"),
                count(usage, "total_tokens"),
                count(usage.path("prompt_tokens_details"), "cached_tokens"),
                count(usage.path("completion_tokens_details"), "reasoning_tokens"));
    }

    private static OptionalLong count(JsonNode node, String field) {
        var count = JsonFields.integer(node, field);
        return count.isPresent() && count.getAsLong() < 0 ? OptionalLong.empty() : count;
    }
}
