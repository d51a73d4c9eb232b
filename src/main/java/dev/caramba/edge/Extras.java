package dev.caramba.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Parameters of a chat completion that are none of the product's business: passed on by their names. */
final class Extras {

    /** Read into fields of their own. */
    private static final Set<String> KNOWN = Set.of(
            "messages",
            "tools",
            "tool_choice",
            "toolChoice",
            "response_format",
            "responseFormat",
            "temperature",
            "top_p",
            "topP",
            "max_tokens",
            "maxTokens",
            "max_completion_tokens",
            "maxCompletionTokens",
            "stop",
            "seed",
            "stream");

    /** Between the caller and the product. */
    private static final Set<String> OURS = Set.of(
            "model",
            "fallbacks",
            "timeoutMs",
            "timeout_ms",
            "strictParams",
            "strict_params",
            "cache",
            "metadata",
            "store");

    /** Would make an answer of a shape that the product does not give out. */
    private static final Set<String> RESHAPING = Set.of(
            "n", "stream_options", "logprobs", "top_logprobs", "modalities", "audio", "functions", "function_call");

    private Extras() {}

    static Map<String, JsonNode> of(ObjectNode body) {
        var extras = new LinkedHashMap<String, JsonNode>();
        body.properties().forEach(field -> {
            if (passedOn(field.getKey()) && !field.getValue().isNull()) {
                extras.put(field.getKey(), field.getValue());
            }
        });
        return Collections.unmodifiableMap(extras);
    }

    private static boolean passedOn(String name) {
        return !KNOWN.contains(name) && !OURS.contains(name) && !RESHAPING.contains(name);
    }
}
