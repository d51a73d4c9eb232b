package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import java.util.List;
import java.util.Optional;

/** Writes the response object. It shows what the caller has asked for, with OpenAI's defaults. */
final class ResponseJson {

    /** Fields that the object has only where the caller has set them. */
    private static final List<String> SHOWN_WHEN_SET = List.of(
            "user",
            "service_tier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "safety_identifier",
            "max_tool_calls",
            "top_logprobs");

    private final ObjectNode request;

    ResponseJson(ObjectNode request) {
        this.request = request;
    }

    /** Returns the object before its answer is complete. */
    ObjectNode of(String id, long created, String model, String status, ArrayNode output) {
        var json = Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", created)
                .put("status", status)
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details");
        show(json, "instructions", Json.object().nullNode());
        show(json, "max_output_tokens", Json.object().nullNode());
        json.put("model", model).set("output", output);
        show(json, "parallel_tool_calls", Json.object().booleanNode(true));
        show(json, "previous_response_id", Json.object().nullNode());
        json.set("reasoning", with(Json.object().putNull("effort").putNull("summary"), "reasoning"));
        show(json, "store", Json.object().booleanNode(true));
        show(json, "temperature", Json.object().numberNode(1.0));
        var format = Json.object();
        format.putObject("format").put("type", "text");
        json.set("text", with(format, "text"));
        show(json, "tool_choice", Json.object().textNode("auto"));
        show(json, "tools", Json.array());
        show(json, "top_p", Json.object().numberNode(1.0));
        show(json, "truncation", Json.object().textNode("disabled"));
        json.putNull("usage");
        SHOWN_WHEN_SET.stream().filter(request::hasNonNull).forEach(name -> json.set(name, request.get(name)));
        show(json, "metadata", Json.object());
        return json;
    }

    /** Returns a provider's own object, which does not know of the answer before it. */
    ObjectNode ofProvider(ObjectNode response) {
        var json = Json.object();
        json.setAll(response);
        if (request.hasNonNull("previous_response_id")) {
            json.set("previous_response_id", request.get("previous_response_id"));
        }
        return json;
    }

    /** Returns the object of a complete answer. */
    static ObjectNode complete(ObjectNode json, FinishReason reason, Optional<Usage> usage) {
        incompleteFor(reason)
                .ifPresent(why -> json.putObject("incomplete_details").put("reason", why));
        usage.ifPresent(tokens -> json.set("usage", usage(tokens)));
        return json;
    }

    /** Returns why an answer is incomplete, in OpenAI's words; empty when it is complete. */
    static Optional<String> incompleteFor(FinishReason reason) {
        return switch (reason) {
            case LENGTH -> Optional.of("max_output_tokens");
            case CONTENT_FILTER -> Optional.of("content_filter");
            default -> Optional.empty();
        };
    }

    /** Writes the tokens. Clients read all of the figures, so an unknown one beside a known one is 0. */
    static ObjectNode usage(Usage usage) {
        long input = usage.inputTokens().orElse(0);
        long output = usage.outputTokens().orElse(0);
        var json = Json.object().put("input_tokens", input);
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cachedInputTokens().orElse(0))
                .put("cache_write_tokens", 0);
        json.put("output_tokens", output);
        json.putObject("output_tokens_details")
                .put("reasoning_tokens", usage.reasoningTokens().orElse(0));
        return json.put("total_tokens", usage.totalTokens().orElse(input + output));
    }

    private void show(ObjectNode json, String name, JsonNode otherwise) {
        json.set(name, request.hasNonNull(name) ? request.get(name) : otherwise);
    }

    private ObjectNode with(ObjectNode defaults, String name) {
        if (request.path(name) instanceof ObjectNode given) {
            given.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> defaults.set(field.getKey(), field.getValue()));
        }
        return defaults;
    }
}
