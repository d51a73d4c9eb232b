package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.GenerationParams;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** The further parameters of a request, by their OpenAI names. */
public final class ExtraParams {

    /** The fields that are written from the vocabulary; further parameters never stand in for them. */
    private static final Set<String> OWN_FIELDS = Set.of(
            "model",
            "messages",
            "tools",
            "tool_choice",
            "response_format",
            "temperature",
            "top_p",
            "stop",
            "max_tokens",
            "max_completion_tokens",
            "seed",
            "stream",
            "stream_options");

    private ExtraParams() {}

    /** Gives out each one that says something. */
    public static void forEach(GenerationParams params, BiConsumer<String, JsonNode> action) {
        params.extras().forEach((name, value) -> {
            if (!OWN_FIELDS.contains(name) && !value.isNull()) {
                action.accept(name, value);
            }
        });
    }

    /**
     * Writes those that a dialect knows and notes the others.
     *
     * @param fields the dialect's fields by OpenAI name
     */
    public static void write(
            GenerationParams params, Map<String, String> fields, ObjectNode body, DroppedParams dropped) {
        write(params, dropped, (name, value) -> {
            if (fields.containsKey(name)) {
                body.set(fields.get(name), value);
            }
            return fields.containsKey(name);
        });
    }

    /**
     * Offers each one to a dialect, and notes those that it does not know.
     *
     * @param write false when the dialect does not know the parameter
     */
    public static void write(GenerationParams params, DroppedParams dropped, BiPredicate<String, JsonNode> write) {
        forEach(params, (name, value) -> {
            if (!write.test(name, value) && !asksForWhatHappensAnyway(name, value)) {
                dropped.add(name);
            }
        });
    }

    /** Clients that write out their defaults lose nothing. */
    private static boolean asksForWhatHappensAnyway(String name, JsonNode value) {
        return switch (name) {
            case "n" -> value.isNumber() && value.doubleValue() == 1;
            case "logprobs" -> value.isBoolean() && !value.booleanValue();
            default -> false;
        };
    }
}
