package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import java.util.Map;
import java.util.Set;

/**
 * Passes the caller's own request on: the texts of its fields, unread and in their order. It changes the model's name,
 * takes out the fields that are meant for the product, and obeys the quirks of the server.
 */
final class PassedOnRequest {

    /** Fields that are meant for the product and not for a provider. */
    static final Set<String> OURS =
            Set.of("fallbacks", "timeoutMs", "timeout_ms", "strictParams", "strict_params", "cache");

    private static final String EXTRA_CONTENT = "extra_content";

    /**
     * The differences of a server.
     *
     * @param maxTokensField the field that limits the answer's tokens
     * @param streamOptions whether the server knows {@code stream_options}
     * @param extraContent whether it accepts the {@code extra_content} of other providers' calls
     * @param refused the parameters that make it refuse a request
     */
    record Quirks(String maxTokensField, boolean streamOptions, boolean extraContent, Set<String> refused) {}

    private final GenerationParams params;
    private final Map<String, String> fields;
    private final Quirks quirks;
    private final DroppedParams dropped;
    private final ObjectNode body = Json.object();

    PassedOnRequest(GenerationParams params, OriginalRequest request, Quirks quirks, DroppedParams dropped) {
        this.params = params;
        this.fields = request.fields();
        this.quirks = quirks;
        this.dropped = dropped;
    }

    ObjectNode body() {
        if (!fields.containsKey("model")) {
            writeModel();
        }
        fields.forEach(this::write);
        if (params.stream() && !body.has("stream")) {
            writeStream();
        }
        if (params.stream() && quirks.streamOptions() && !body.has("stream_options")) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    private void write(String name, String json) {
        if (OURS.contains(name)) {
            return;
        }
        switch (name) {
            case "model" -> writeModel();
            case "stream" -> writeStream();
            case "stream_options" -> writeStreamOptions(json);
            case "messages" -> writeMessages(json);
            case "max_tokens", "max_completion_tokens" -> writeLimit(name, json);
            case "tools", "tool_choice", "parallel_tool_calls" -> writeAboutTools(name, json);
            default -> writeUnlessRefused(name, json);
        }
    }

    private void writeModel() {
        body.put("model", params.model().orElseThrow());
    }

    private void writeStream() {
        body.put("stream", params.stream());
    }

    /** Writes the caller's options and asks for the usage, which the caller gets only if it asked too. */
    private void writeStreamOptions(String json) {
        if (params.stream() && quirks.streamOptions()) {
            var options = Json.object(json).orElseGet(Json::object);
            body.set("stream_options", options.put("include_usage", true));
        }
    }

    /** Writes the messages, without what another maker signed where the server would refuse it. */
    private void writeMessages(String json) {
        if (quirks.extraContent() || !json.contains(EXTRA_CONTENT)) {
            raw("messages", json);
            return;
        }
        var messages = Json.parse(json).orElseGet(Json::array);
        for (var message : messages) {
            for (var call : message.path("tool_calls")) {
                if (call instanceof ObjectNode object && object.remove(EXTRA_CONTENT) != null) {
                    dropped.add(EXTRA_CONTENT);
                }
            }
        }
        body.set("messages", messages);
    }

    private void writeLimit(String name, String json) {
        boolean repeated = name.equals("max_tokens") && fields.containsKey("max_completion_tokens");
        if (!repeated) {
            raw(quirks.maxTokensField(), json);
        }
    }

    /** Writes what concerns tools; without tools, servers refuse all of it. */
    private void writeAboutTools(String name, String json) {
        boolean empty = fields.containsKey("tools") && params.tools().isEmpty() && hasNoTools(fields.get("tools"));
        boolean demands = name.equals("tool_choice") && !json.equals("\"auto\"") && !json.equals("\"none\"");
        if (!empty || demands) {
            raw(name, json);
        }
    }

    private static boolean hasNoTools(String json) {
        return Json.parse(json).filter(JsonNode::isEmpty).isPresent();
    }

    private void writeUnlessRefused(String name, String json) {
        if (!quirks.refused().contains(name)) {
            raw(name, json);
        } else if (Json.parse(json)
                .filter(value -> !ExtraParams.isDefault(name, value))
                .isPresent()) {
            dropped.add(name);
        }
    }

    private void raw(String name, String json) {
        body.putRawValue(name, new RawValue(json));
    }
}
