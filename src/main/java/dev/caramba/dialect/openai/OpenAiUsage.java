package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.format.Json;
import dev.caramba.generation.Usage;
import java.util.Optional;

/**
 * Reads the {@code usage} of the OpenAI family. Prompt tokens include cached ones, and completion tokens include
 * reasoning.
 */
final class OpenAiUsage {

    /** A usage without any readable figure. */
    private static final Usage NOTHING = read(Json.object());

    private OpenAiUsage() {}

    /** Returns the usage that a response or a chunk reports, if any. */
    static Optional<Usage> of(JsonNode answer) {
        return JsonFields.present(answer, "usage")
                .filter(JsonNode::isObject)
                .map(OpenAiUsage::read)
                .filter(usage -> !usage.equals(NOTHING));
    }

    private static Usage read(JsonNode usage) {
        return new Usage(
                JsonFields.count(usage, "prompt_tokens"),
                JsonFields.count(usage, "completion_tokens"),
                JsonFields.count(usage, "total_tokens"),
                JsonFields.count(usage.path("prompt_tokens_details"), "cached_tokens"),
                JsonFields.count(usage.path("completion_tokens_details"), "reasoning_tokens"));
    }
}
