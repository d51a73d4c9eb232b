package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A speech in the wire format of OpenAI's Responses. */
final class ResponsesScript {

    private final Speech speech;
    private final String id;
    private final List<String> events = new ArrayList<>();
    private final ArrayNode output = Json.array();

    private ResponsesScript(Speech speech, String id) {
        this.speech = speech;
        this.id = id;
    }

    /** @param id that the upstream gives to the response */
    static Script of(Speech speech, String id, boolean stream) {
        var script = new ResponsesScript(speech, id);
        return stream ? script.stream() : Script.json(200, script.whole());
    }

    private JsonNode whole() {
        speech.parts().forEach(part -> output.add(item(part, true)));
        return response("completed", true);
    }

    private Script stream() {
        lifecycle("created", response("in_progress", false));
        lifecycle("in_progress", response("in_progress", false));
        speech.parts().forEach(this::add);
        switch (speech.ending()) {
            case COMPLETE -> lifecycle("completed", response("completed", true));
            case TOLD -> {
                var failed = response("failed", false);
                failed.putObject("error").put("code", "server_error").put("message", Speech.TROUBLE);
                lifecycle("failed", failed);
            }
            default -> {
                // nothing more is told
            }
        }
        return speech.ended(Script.chunks(events.toArray(String[]::new)));
    }

    private void add(Speech.Part part) {
        var stream = partStream(part);
        event(part, "output_item.added", "item", item(part, false));
        stream.part().ifPresent(name -> event(part, name + ".added", "part", inner(part, "")));
        for (var piece : speech.pieces(part)) {
            event(part, stream.name() + ".delta", "delta", new TextNode(piece));
        }
        if (speech.completes(part)) {
            event(part, stream.name() + ".done", stream.field(), new TextNode(part.content()));
            stream.part().ifPresent(name -> event(part, name + ".done", "part", inner(part, part.content())));
            event(part, "output_item.done", "item", item(part, true));
        }
        output.add(item(part, true));
    }

    /**
     * How one part is streamed.
     *
     * @param name of its deltas and of their end
     * @param field of the end that has the whole
     * @param part the event about the inner part, where there is one
     */
    private record PartStream(String name, String field, Optional<String> part) {}

    private static PartStream partStream(Speech.Part part) {
        if (part instanceof Speech.Text) {
            return new PartStream("output_text", "text", Optional.of("content_part"));
        }
        if (part instanceof Speech.Thought) {
            return new PartStream("reasoning_summary_text", "text", Optional.of("reasoning_summary_part"));
        }
        return part instanceof Speech.Call call && call.custom()
                ? new PartStream("custom_tool_call_input", "input", Optional.empty())
                : new PartStream("function_call_arguments", "arguments", Optional.empty());
    }

    private void lifecycle(String name, ObjectNode response) {
        event(Json.object(), name, "response", response);
    }

    private void event(Speech.Part part, String name, String field, JsonNode value) {
        var event = Json.object().put("output_index", output.size());
        if (!field.equals("item")) {
            event.put("item_id", id(part));
        }
        if (part instanceof Speech.Text) {
            event.put("content_index", 0).putArray("logprobs");
        } else if (part instanceof Speech.Thought) {
            event.put("summary_index", 0);
        }
        event(event, name, field, value);
    }

    private void event(ObjectNode event, String name, String field, JsonNode value) {
        event.put("type", "response." + name).put("sequence_number", events.size());
        event.set(field, value);
        events.add("event: response." + name + "\ndata: " + event + "\n\n");
    }

    private ObjectNode response(String status, boolean ended) {
        var response = Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", 1_795_341_600)
                .put("status", status)
                .put("model", "model-1")
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("instructions")
                .putNull("previous_response_id")
                .put("parallel_tool_calls", true)
                .put("tool_choice", "auto");
        response.putObject("metadata");
        response.putArray("tools");
        response.set("output", ended ? output.deepCopy() : Json.array());
        response.putNull("usage");
        if (ended) {
            var usage = response.putObject("usage").put("input_tokens", 11).put("output_tokens", 5);
            usage.put("total_tokens", 16).putObject("input_tokens_details").put("cached_tokens", 0);
            usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        }
        return response;
    }

    private String id(Speech.Part part) {
        var prefix = part instanceof Speech.Text
                ? "msg"
                : part instanceof Speech.Thought
                        ? "rs"
                        : part instanceof Speech.Call call && call.custom() ? "ctc" : "fc";
        return prefix + "_" + id + "_" + output.size();
    }

    private ObjectNode item(Speech.Part part, boolean ended) {
        var item = Json.object().put("id", id(part));
        var content = ended ? part.content() : "";
        if (part instanceof Speech.Thought) {
            item.put("type", "reasoning");
            var summary = item.putArray("summary");
            return ended ? with(item, summary, inner(part, content)) : item;
        }
        item.put("status", ended ? "completed" : "in_progress");
        if (part instanceof Speech.Call call) {
            item.put("type", call.custom() ? "custom_tool_call" : "function_call")
                    .put("call_id", call.id())
                    .put("name", call.name());
            return item.put(call.custom() ? "input" : "arguments", content);
        }
        var parts = item.put("type", "message").put("role", "assistant").putArray("content");
        return ended ? with(item, parts, inner(part, content)) : item;
    }

    private static ObjectNode with(ObjectNode item, ArrayNode parts, ObjectNode part) {
        parts.add(part);
        return item;
    }

    private static ObjectNode inner(Speech.Part of, String text) {
        var part = Json.object().put("type", of instanceof Speech.Text ? "output_text" : "summary_text");
        part.put("text", text);
        if (of instanceof Speech.Text) {
            part.putArray("annotations");
            part.putArray("logprobs");
        }
        return part;
    }
}
