package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.generation.Content;
import dev.caramba.generation.FunctionCall;
import dev.caramba.generation.Json;
import dev.caramba.generation.Message;
import java.util.List;
import java.util.Optional;

/** Writes a conversation in the form of the OpenAI family, turn by turn as it is. */
final class OpenAiMessages {

    private final boolean extraContent;

    private OpenAiMessages(boolean extraContent) {
        this.extraContent = extraContent;
    }

    /** @param extraContent whether calls are sent with what other providers told beside them */
    static ArrayNode write(List<Message> messages, boolean extraContent) {
        var writer = new OpenAiMessages(extraContent);
        var list = Json.array();
        messages.forEach(message -> list.add(writer.write(message)));
        return list;
    }

    private ObjectNode write(Message message) {
        if (message instanceof Message.System system) {
            return turn("system", write(system.content()));
        }
        if (message instanceof Message.User user) {
            return turn("user", write(user.content()));
        }
        if (message instanceof Message.Assistant assistant) {
            return write(assistant);
        }
        var result = (Message.ToolResult) message;
        return turn("tool", write(result.content())).put("tool_call_id", result.toolCallId());
    }

    private static ObjectNode turn(String role, JsonNode content) {
        return Json.object().put("role", role).set("content", content);
    }

    private ObjectNode write(Message.Assistant assistant) {
        var calls = assistant.functionCalls();
        var content = assistant.content().filter(said -> calls.isEmpty() || !isEmpty(said));
        if (calls.isEmpty()) {
            return turn("assistant", content.map(OpenAiMessages::write).orElse(TextNode.valueOf("")));
        }
        var turn = turn(
                "assistant",
                content.map(OpenAiMessages::write).orElse(Json.object().nullNode()));
        var list = turn.putArray("tool_calls");
        for (var call : calls) {
            var entry = write(call);
            call.extraContent().filter(extra -> extraContent).ifPresent(extra -> entry.set("extra_content", extra));
            list.add(entry);
        }
        return turn;
    }

    /** A call by itself. */
    static ObjectNode write(FunctionCall call) {
        var entry = Json.object().put("id", call.id()).put("type", "function");
        entry.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        return entry;
    }

    private static boolean isEmpty(Content content) {
        return content.parts().stream()
                .allMatch(part -> part.text().filter(String::isEmpty).isPresent());
    }

    static JsonNode write(Content content) {
        if (content instanceof Content.Plain plain) {
            return TextNode.valueOf(plain.value());
        }
        var list = Json.array();
        content.parts().forEach(part -> list.add(write(part)));
        return list;
    }

    private static ObjectNode write(Content.Part part) {
        if (part instanceof Content.Part.InlineImage image) {
            return image("data:" + image.mediaType() + ";base64," + image.base64(), image.detail());
        }
        if (part instanceof Content.Part.ImageUrl image) {
            return image(image.url(), image.detail());
        }
        return Json.object().put("type", "text").put("text", part.text().orElse(""));
    }

    private static ObjectNode image(String url, Optional<String> detail) {
        var part = Json.object().put("type", "image_url");
        var image = part.putObject("image_url").put("url", url);
        detail.ifPresent(level -> image.put("detail", level));
        return part;
    }
}
