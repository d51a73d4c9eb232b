package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.Set;

/**
 * An item of a kept conversation.
 *
 * @param id the id by which callers refer to the item
 * @param json the item as it was said, which may be without an id
 */
record KeptItem(String id, ObjectNode json) {

    private static final Set<String> CALLS = Set.of("function_call", "custom_tool_call");

    static String typeOf(JsonNode item) {
        return item.path("type").asText("message");
    }

    /** Returns whether another item is the same call, said once more. */
    boolean isCall(JsonNode other) {
        return CALLS.contains(typeOf(json))
                && typeOf(json).equals(typeOf(other))
                && json.path("call_id").equals(other.path("call_id"));
    }

    /** Returns the item as lists show it: with its id, its type, and parts in place of a plain text. */
    ObjectNode shown() {
        var type = typeOf(json);
        var shown = Json.object().put("id", id).put("type", type);
        json.properties().stream()
                .filter(field -> !shown.has(field.getKey()))
                .forEach(field -> shown.set(field.getKey(), field.getValue()));
        if (type.equals("message") && json.path("content").isTextual()) {
            var kind = json.path("role").asText().equals("assistant") ? "output_text" : "input_text";
            var text = json.path("content").textValue();
            var part = shown.putArray("content").addObject().put("type", kind).put("text", text);
            if (kind.equals("output_text")) {
                part.putArray("annotations");
            }
        }
        return shown;
    }
}
