package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parameters of a chat completion that are none of the product's business: passed on by their names. */
final class PassedOnParams {

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

    /** About the shape of the answer, which the product makes. */
    private static final Set<String> SHAPING = Set.of("n", "stream_options");

    /** Would make an answer of a shape that the product does not give out. */
    private static final List<String> RESHAPING =
            List.of("logprobs", "top_logprobs", "modalities", "audio", "functions", "function_call");

    /** What these say when they ask for nothing special. */
    private static final Set<String> PLAIN = Set.of("false", "0", "[]", "[\"text\"]", "\"none\"", "null");

    private PassedOnParams() {}

    static Map<String, JsonNode> of(ObjectNode body) {
        var extras = new LinkedHashMap<String, JsonNode>();
        body.properties().forEach(field -> {
            if (passedOn(field.getKey()) && !field.getValue().isNull()) {
                extras.put(field.getKey(), field.getValue());
            }
        });
        return Collections.unmodifiableMap(extras);
    }

    /** Names of the parameters that are left out whatever the provider. */
    static List<String> dropped(ObjectNode body) {
        return RESHAPING.stream()
                .filter(body::has)
                .filter(name -> !PLAIN.contains(body.get(name).toString()))
                .toList();
    }

    private static boolean passedOn(String name) {
        return !KNOWN.contains(name) && !OURS.contains(name) && !SHAPING.contains(name) && !RESHAPING.contains(name);
    }
}
