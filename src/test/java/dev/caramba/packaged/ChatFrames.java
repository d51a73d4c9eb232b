package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.util.Optional;

/** Parts of answers and events of OpenAI's wire, which say more than a text. JSON is given with {@code '} for quotes. */
final class ChatFrames {

    private ChatFrames() {}

    static String call(int index, String id, String name, String arguments) {
        var call = Json.object().put("index", index).put("id", id).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
        return call.toString();
    }

    static Script unary(String message, String finishReason) {
        var answer = envelope("chat.completion");
        var choice = answer.putArray("choices").addObject().put("index", 0);
        choice.set("message", json(message));
        choice.put("finish_reason", finishReason);
        return Script.json(200, answer);
    }

    static String delta(String delta) {
        return choice(0, delta, Optional.empty());
    }

    static String finish(String reason) {
        return choice(0, "{}", Optional.of(reason));
    }

    static String choice(int index, String delta, Optional<String> finishReason) {
        var event = envelope("chat.completion.chunk");
        var choice = event.putArray("choices").addObject().put("index", index);
        choice.set("delta", json(delta));
        choice.put("finish_reason", finishReason.orElse(null));
        return event.toString();
    }

    static ObjectNode envelope(String object) {
        return Json.object()
                .put("id", "chatcmpl-1")
                .put("object", object)
                .put("created", 1_795_341_600)
                .put("model", "scripted");
    }

    static JsonNode json(String text) {
        return Json.parse(text(text)).orElseThrow();
    }

    static String text(String text) {
        return text.replace('\'', '"');
    }
}
