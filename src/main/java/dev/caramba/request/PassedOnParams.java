package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sorts the parameters of a chat completion. Parameters that the product does not know are passed on to the provider
 * under their names.
 */
final class PassedOnParams {

    /** Parameters that the reader has fields for. */
    static final Set<String> KNOWN = Set.of(
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

    /** Parameters of a request for vectors that the reader has fields for. There is no stream of vectors. */
    private static final Set<String> OF_EMBEDDINGS =
            Set.of("input", "dimensions", "input_type", "encoding_format", "stream");

    /** Parameters of a legacy completion that the reader has fields for. */
    private static final Set<String> OF_COMPLETIONS =
            Set.of("temperature", "top_p", "max_tokens", "stop", "seed", "stream");

    /** Fields of the function {@code generate} and of a prompt in a batch that mean nothing to a provider. */
    private static final Set<String> OF_FUNCTIONS = Set.of("prompt", "system", "metadata", "id");

    /** Parameters that ask for an answer of a shape that the function {@code generate} does not give out. */
    private static final Set<String> RESHAPING =
            Set.of("n", "logprobs", "top_logprobs", "modalities", "audio", "functions", "function_call");

    /** Values of those parameters that ask for nothing special. */
    private static final Set<String> PLAIN = Set.of("1", "false", "0", "[]", "[\"text\"]", "\"none\"", "null");

    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])[A-Z]");

    private PassedOnParams() {}

    static Map<String, JsonNode> ofChat(ObjectNode body) {
        return of(body, name -> !KNOWN.contains(name) && !OURS.contains(name));
    }

    /** Returns the parameters of a request for vectors that have no field of their own. */
    static Map<String, JsonNode> ofEmbeddings(ObjectNode body) {
        return of(body, name -> !OF_EMBEDDINGS.contains(name) && !OURS.contains(name));
    }

    /** Returns the parameters of a legacy completion that have no field of their own, the prompt among them. */
    static Map<String, JsonNode> ofCompletions(ObjectNode body) {
        return of(body, name -> !OF_COMPLETIONS.contains(name) && !OURS.contains(name));
    }

    /** Returns the parameters of the function by their OpenAI names; it accepts names in camel case too. */
    static Map<String, JsonNode> ofGenerate(ObjectNode body) {
        var extras = new LinkedHashMap<String, JsonNode>();
        of(body, name -> !KNOWN.contains(name) && !OURS.contains(name) && !OF_FUNCTIONS.contains(name))
                .forEach((name, value) -> extras.put(inSnakeCase(name), value));
        extras.keySet().removeAll(RESHAPING);
        return Collections.unmodifiableMap(extras);
    }

    /** Returns the names of the parameters that ask the function for an answer of another shape. */
    static Set<String> reshaping(ObjectNode body) {
        return body.properties().stream()
                .filter(field -> RESHAPING.contains(inSnakeCase(field.getKey())))
                .filter(field -> !PLAIN.contains(field.getValue().toString()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String inSnakeCase(String name) {
        return CAPITAL.matcher(name).replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT));
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
