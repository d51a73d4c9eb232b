package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.GenerationParams;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** Writes the extra parameters of a request, which have no field of their own in {@link GenerationParams}. */
public final class ExtraParams {

    /**
     * The fields of a request for an answer that are written from {@link GenerationParams}; an extra parameter never
     * replaces one of them. A request for vectors has none of them, so there they are extra parameters like others.
     */
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

    /** Runs the action for each extra parameter that is not null, by its OpenAI name. */
    public static void forEach(GenerationParams params, BiConsumer<String, JsonNode> action) {
        params.extras().forEach((name, value) -> {
            if (!(OWN_FIELDS.contains(name) && params.embedding().isEmpty()) && !value.isNull()) {
                action.accept(name, value);
            }
        });
    }

    /**
     * Writes the extra parameters that a dialect knows and reports the others as dropped.
     *
     * @param fields the dialect's field names by OpenAI name
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
     * Offers each extra parameter to a dialect and reports those that it does not know as dropped.
     *
     * @param write writes one parameter; false when the dialect does not know it
     */
    public static void write(GenerationParams params, DroppedParams dropped, BiPredicate<String, JsonNode> write) {
        forEach(params, (name, value) -> {
            if (!write.test(name, value) && !isDefault(name, value)) {
                dropped.add(name);
            }
        });
    }

    /**
     * Returns whether the parameter asks for what happens anyway: then nothing is lost without it. Some clients send
     * all defaults.
     */
    public static boolean isDefault(String name, JsonNode value) {
        if (value.isNull() || value.isContainerNode() && value.isEmpty()) {
            return true;
        }
        return switch (name) {
            case "n" -> value.isNumber() && value.doubleValue() == 1;
            case "logprobs", "store" -> value.isBoolean() && !value.booleanValue();
            case "parallel_tool_calls" -> value.isBoolean() && value.booleanValue();
            case "top_logprobs", "presence_penalty", "frequency_penalty" ->
                value.isNumber() && value.doubleValue() == 0;
            case "modalities" -> value.size() == 1 && value.path(0).asText().equals("text");
            case "service_tier" -> Set.of("auto", "default").contains(value.asText());
            case "function_call" -> Set.of("auto", "none").contains(value.asText());
            default -> false;
        };
    }
}
