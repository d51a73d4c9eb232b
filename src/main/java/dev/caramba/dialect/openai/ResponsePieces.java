package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.List;

/** Tells a response that came in one piece as the events that a stream would have had. */
final class ResponsePieces {

    private final List<ObjectNode> events = new ArrayList<>();

    private ResponsePieces() {}

    static List<ObjectNode> of(ObjectNode response) {
        var pieces = new ResponsePieces();
        var status = response.path("status").asText("completed");
        var begun = Json.object();
        begun.setAll(response);
        begun.put("status", "in_progress").putNull("usage").putArray("output");
        pieces.about("response.created", begun);
        pieces.about("response.in_progress", begun);
        int index = 0;
        for (var item : response.path("output")) {
            pieces.item(index++, item);
        }
        pieces.about("response." + status, response);
        return pieces.events;
    }

    private void about(String type, ObjectNode response) {
        event(type).set("response", response);
    }

    private void item(int index, JsonNode item) {
        var type = item.path("type").asText();
        var begun = item.deepCopy();
        if (begun instanceof ObjectNode object && object.has("status")) {
            object.put("status", "in_progress");
        }
        switch (type) {
            case "message" -> {
                ((ObjectNode) begun).putArray("content");
                at("response.output_item.added", index).set("item", begun);
                content(index, item);
            }
            case "function_call" -> call(index, item, begun, "arguments", "response.function_call_arguments");
            case "custom_tool_call" -> call(index, item, begun, "input", "response.custom_tool_call_input");
            default -> at("response.output_item.added", index).set("item", begun);
        }
        at("response.output_item.done", index).set("item", item);
    }

    private void content(int index, JsonNode item) {
        int place = 0;
        for (var part : item.path("content")) {
            var field = part.path("type").asText().equals("refusal") ? "refusal" : "text";
            var kind = field.equals("text") ? "response.output_text" : "response.refusal";
            var text = part.path(field).asText();
            var begun = part.deepCopy();
            ((ObjectNode) begun).put(field, "");
            in("response.content_part.added", index, place, item).set("part", begun);
            in(kind + ".delta", index, place, item).put("delta", text).putArray("logprobs");
            in(kind + ".done", index, place, item).put(field, text).putArray("logprobs");
            in("response.content_part.done", index, place++, item).set("part", part);
        }
    }

    private void call(int index, JsonNode item, JsonNode begun, String field, String kind) {
        var text = item.path(field).asText();
        at("response.output_item.added", index).set("item", ((ObjectNode) begun).put(field, ""));
        at(kind + ".delta", index).put("item_id", item.path("id").asText()).put("delta", text);
        at(kind + ".done", index).put("item_id", item.path("id").asText()).put(field, text);
    }

    private ObjectNode in(String type, int index, int place, JsonNode item) {
        return at(type, index).put("item_id", item.path("id").asText()).put("content_index", place);
    }

    private ObjectNode at(String type, int index) {
        return event(type).put("output_index", index);
    }

    private ObjectNode event(String type) {
        var event = Json.object().put("type", type).put("sequence_number", events.size());
        events.add(event);
        return event;
    }
}
