package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.format.Json;
import dev.caramba.generation.Usage;
import java.util.Optional;

/** The {@code usage} of the OpenAI family: prompt tokens include cached ones, completion tokens include reasoning. */
final class OpenAiUsage {

    /** Without a figure that can be read. */
    private static final Usage NOTHING = read(Json.object());

    private OpenAiUsage() {}

    /** The usage that a response or a chunk tells, if any. */
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
