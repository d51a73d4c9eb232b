package dev.caramba.packaged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;

/** A speech in the wire format of Anthropic's Messages. */
final class MessagesScript {

    static final String SIGNATURE = "signed-by-the-maker";

    private final Speech speech;
    private final List<String> events = new ArrayList<>();

    private MessagesScript(Speech speech) {
        this.speech = speech;
    }

    static Script of(Speech speech, boolean stream) {
        var script = new MessagesScript(speech);
        return stream ? script.stream() : Script.json(200, script.whole());
    }

    private ObjectNode whole() {
        var message = message();
        var content = message.withArrayProperty("content");
        speech.parts().forEach(part -> content.add(block(part, true)));
        return message.put("stop_reason", reason());
    }

    private Script stream() {
        var start = Json.object();
        start.set("message", message());
        event("message_start", start);
        event("ping", Json.object());
        for (int i = 0; i < speech.parts().size(); i++) {
            add(speech.parts().get(i), i);
        }
        switch (speech.ending()) {
            case COMPLETE -> {
                var end = Json.object();
                end.putObject("delta").put("stop_reason", reason()).putNull("stop_sequence");
                end.putObject("usage").put("output_tokens", 5);
                event("message_delta", end);
                event("message_stop", Json.object());
            }
            case TOLD -> {
                var trouble = Json.object();
                trouble.putObject("error").put("type", "api_error").put("message", Speech.TROUBLE);
                event("error", trouble);
            }
            default -> {
                // nothing more is told
            }
        }
        return speech.ended(Script.chunks(events.toArray(String[]::new)));
    }

    private void add(Speech.Part part, int index) {
        var start = Json.object().put("index", index);
        start.set("content_block", block(part, false));
        event("content_block_start", start);
        for (var piece : speech.pieces(part)) {
            if (part instanceof Speech.Call) {
                delta(index, "input_json_delta", "partial_json", piece);
            } else if (part instanceof Speech.Thought) {
                delta(index, "thinking_delta", "thinking", piece);
            } else {
                delta(index, "text_delta", "text", piece);
            }
        }
        if (speech.completes(part)) {
            if (part instanceof Speech.Thought) {
                delta(index, "signature_delta", "signature", SIGNATURE);
            }
            event("content_block_stop", Json.object().put("index", index));
        }
    }

    private void delta(int index, String type, String field, String text) {
        var event = Json.object().put("index", index);
        event.putObject("delta").put("type", type).put(field, text);
        event("content_block_delta", event);
    }

    private void event(String type, ObjectNode event) {
        event.put("type", type);
        events.add("event: " + type + "\ndata: " + event + "\n\n");
    }

    private static ObjectNode block(Speech.Part part, boolean whole) {
        var content = whole ? part.content() : "";
        if (part instanceof Speech.Call call) {
            var block =
                    Json.object().put("type", "tool_use").put("id", call.id()).put("name", call.name());
            block.set("input", Json.object(content).orElseGet(Json::object));
            return block;
        }
        return part instanceof Speech.Thought
                ? Json.object()
                        .put("type", "thinking")
                        .put("thinking", content)
                        .put("signature", whole ? SIGNATURE : "")
                : Json.object().put("type", "text").put("text", content);
    }

    private static ObjectNode message() {
        var message = Json.object()
                .put("id", "msg_of_the_maker")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "model-1");
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.putObject("usage").put("input_tokens", 11).put("output_tokens", 5);
        return message;
    }

    private String reason() {
        return speech.callsTools() ? "tool_use" : "end_turn";
    }
}
