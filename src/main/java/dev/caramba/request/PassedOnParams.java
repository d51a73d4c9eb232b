package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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

    /** Parameters that are meant for the product and not for a provider, or for the form of its answer. */
    private static final Set<String> OURS = Set.of(
            "model",
            "fallbacks",
            "timeoutMs",
            "timeout_ms",
            "strictParams",
            "strict_params",
            "cache",
            "stream_options");

    /** Fields of the function {@code generate} and of a prompt in a batch that mean nothing to a provider. */
    private static final Set<String> OF_FUNCTIONS = Set.of("prompt", "system", "metadata", "id");

    private PassedOnParams() {}

    static Map<String, JsonNode> ofChat(ObjectNode body) {
        return of(body, name -> !KNOWN.contains(name) && !OURS.contains(name));
    }

    static Map<String, JsonNode> ofGenerate(ObjectNode body) {
        return of(body, name -> !KNOWN.contains(name) && !OURS.contains(name) && !OF_FUNCTIONS.contains(name));
    }

    private static Map<String, JsonNode> of(ObjectNode body, Predicate<String> passedOn) {
        var extras = new LinkedHashMap<String, JsonNode>();
        body.properties().forEach(field -> {
            if (passedOn.test(field.getKey()) && !field.getValue().isNull()) {
                extras.put(field.getKey(), field.getValue());
            }
        });
        return Collections.unmodifiableMap(extras);
    }
}
