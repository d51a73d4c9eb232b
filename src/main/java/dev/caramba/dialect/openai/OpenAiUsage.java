package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads the {@code usage} of the OpenAI family. Prompt tokens include cached ones, and completion tokens include
 * reasoning.
 */
final class OpenAiUsage {

    private OpenAiUsage() {}

    /**
     * Returns what a response or a chunk reports, wherever its server puts it, with OpenAI's own figures filled in;
     * empty when it reports no figure that can be read.
     */
    static Optional<ObjectNode> told(JsonNode answer) {
        return Stream.of(
                        answer.path("usage"),
                        answer.path("x_groq").path("usage"),
                        answer.path("choices").path(0).path("usage"))
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .filter(OpenAiUsage::hasFigures)
                .findFirst()
                .map(OpenAiUsage::regular);
    }

    /** Returns the tokens of a usage that {@link #told} has returned. */
    static Usage read(JsonNode usage) {
        return new Usage(
                JsonFields.count(usage, "prompt_tokens"),
                JsonFields.count(usage, "completion_tokens"),
                JsonFields.count(usage, "total_tokens"),
                JsonFields.count(usage.path("prompt_tokens_details"), "cached_tokens"),
                JsonFields.count(usage.path("completion_tokens_details"), "reasoning_tokens"));
    }

    private static boolean hasFigures(ObjectNode usage) {
        return Stream.of("prompt_tokens", "completion_tokens", "total_tokens")
                        .anyMatch(name -> JsonFields.count(usage, name).isPresent())
                || cached(usage).isPresent();
    }

    private static OptionalLong cached(ObjectNode usage) {
        return Stream.of(
                        JsonFields.count(usage.path("prompt_tokens_details"), "cached_tokens"),
                        JsonFields.count(usage, "prompt_cache_hit_tokens"),
                        JsonFields.count(usage, "cached_tokens"))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElseGet(OptionalLong::empty);
    }

    private static ObjectNode regular(ObjectNode told) {
        var usage = told.deepCopy();
        cached(told).ifPresent(tokens -> {
            if (!(usage.get("prompt_tokens_details") instanceof ObjectNode details)) {
                usage.putObject("prompt_tokens_details").put("cached_tokens", tokens);
            } else if (!details.hasNonNull("cached_tokens")) {
                details.put("cached_tokens", tokens);
            }
        });
        return usage;
    }
}
