package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sorts the parameters of a chat completion. Parameters that the product does not know are passed on to the provider
 * under their names.
 */
final class PassedOnParams {

    /** Parameters that the reader has fields for. */
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

    /** Parameters that are meant for the product and not for a provider. */
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

    /** Parameters for the form of the answer, which the product itself writes. */
    private static final Set<String> SHAPING = Set.of("n", "stream_options");

    /** Parameters that ask for an answer in a form that the product does not support. */
    private static final List<String> RESHAPING =
            List.of("logprobs", "top_logprobs", "modalities", "audio", "functions", "function_call");

    /** Values of those parameters that ask for nothing special. */
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

    /** Returns the names of the parameters that are dropped, whichever provider is asked. */
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
