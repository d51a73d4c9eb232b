package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.ChatShapes;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Message;
import java.util.List;

/** Writes a conversation in the format of the OpenAI family, message by message in its own order. */
final class OpenAiMessages {

    private final boolean extraContent;

    private OpenAiMessages(boolean extraContent) {
        this.extraContent = extraContent;
    }

    /** @param extraContent whether calls are sent with the {@code extra_content} of other providers */
    static ArrayNode write(List<Message> messages, boolean extraContent) {
        var writer = new OpenAiMessages(extraContent);
        var list = Json.array();
        messages.forEach(message -> list.add(writer.write(message)));
        return list;
    }

    private ObjectNode write(Message message) {
        if (message instanceof Message.System system) {
            return turn("system", ChatShapes.write(system.content()));
        }
        if (message instanceof Message.User user) {
            return turn("user", ChatShapes.write(user.content()));
        }
        if (message instanceof Message.Assistant assistant) {
            return write(assistant);
        }
        var result = (Message.ToolResult) message;
        return turn("tool", ChatShapes.write(result.content())).put("tool_call_id", result.toolCallId());
    }

    private static ObjectNode turn(String role, JsonNode content) {
        return Json.object().put("role", role).set("content", content);
    }

    private ObjectNode write(Message.Assistant assistant) {
        var calls = assistant.functionCalls();
        var content = assistant.content().filter(said -> calls.isEmpty() || !isEmpty(said));
        if (calls.isEmpty()) {
            return turn("assistant", content.map(ChatShapes::write).orElse(TextNode.valueOf("")));
        }
        var turn = turn(
                "assistant", content.map(ChatShapes::write).orElse(Json.object().nullNode()));
        var list = turn.putArray("tool_calls");
        for (var call : calls) {
            var entry = ChatShapes.write(call);
            call.extraContent().filter(extra -> extraContent).ifPresent(extra -> entry.set("extra_content", extra));
            list.add(entry);
        }
        return turn;
    }

    private static boolean isEmpty(Content content) {
        return content.parts().stream()
                .allMatch(part -> part.text().filter(String::isEmpty).isPresent());
    }
}
