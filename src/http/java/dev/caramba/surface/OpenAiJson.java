package dev.caramba.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import java.util.OptionalLong;

/** What OpenAI's completions of both kinds have in common. */
public final class OpenAiJson {

    /** Marks a stream as complete. */
    public static final String END = "data: [DONE]\n\n";

    private OpenAiJson() {}

    public static String data(ObjectNode json) {
        return data(Json.write(json));
    }

    /** Returns the event of a stream with this JSON text. */
    public static String data(String json) {
        return "data: " + json + "\n\n";
    }

    /** Returns the error that ends a stream. Clients look at the data or at the name of the event, so both tell it. */
    public static String error(HttpError error) {
        return "data: " + Json.write(error.envelope()) + "\nevent: error\n\n";
    }

    public static void putMissing(ObjectNode json, String name, JsonNode value) {
        var given = json.path(name);
        if (given.isMissingNode() || given.isNull() || given.asText().isEmpty()) {
            json.set(name, value);
        }
    }

    /** Returns OpenAI's word for the reason. OpenAI has no word for {@code other}, so that becomes {@code stop}. */
    public static String finishReason(FinishReason reason) {
        return (reason == FinishReason.OTHER ? FinishReason.STOP : reason).wireName();
    }

    /** Writes the tokens. An unknown count beside a known one is 0; unknown details are left out. */
    public static ObjectNode usage(Usage usage) {
        long input = usage.inputTokens().orElse(0);
        long output = usage.outputTokens().orElse(0);
        var json = Json.object()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", usage.totalTokens().orElse(input + output));
        detail(json, "prompt_tokens_details", "cached_tokens", usage.cachedInputTokens());
        detail(json, "completion_tokens_details", "reasoning_tokens", usage.reasoningTokens());
        return json;
    }

    private static void detail(ObjectNode json, String details, String name, OptionalLong tokens) {
        tokens.ifPresent(figure -> json.putObject(details).put(name, figure));
    }

    /** Returns the tokens as told; an untold count beside a told one is 0. */
    public static ObjectNode withTotals(ObjectNode told) {
        var usage = Json.object();
        usage.setAll(told);
        putMissing(usage, "prompt_tokens", LongNode.valueOf(0));
        putMissing(usage, "completion_tokens", LongNode.valueOf(0));
        long sum = usage.path("prompt_tokens").asLong()
                + usage.path("completion_tokens").asLong();
        putMissing(usage, "total_tokens", LongNode.valueOf(sum));
        return usage;
    }
}
