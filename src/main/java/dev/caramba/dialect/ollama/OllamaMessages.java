package dev.caramba.dialect.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.CallArguments;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.history.Thoughts;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a conversation for Ollama, message by message in its own order. Every content is one text with its images
 * beside it, and a result names its function.
 */
final class OllamaMessages {

    private final List<Message> messages;
    private final DroppedParams dropped;
    private final Map<String, String> functions = new HashMap<>();

    OllamaMessages(List<Message> messages, DroppedParams dropped) {
        this.messages = messages;
        this.dropped = dropped;
    }

    ArrayNode write() {
        var list = Json.array();
        messages.forEach(message -> list.add(write(message)));
        return list;
    }

    private ObjectNode write(Message message) {
        if (message instanceof Message.System system) {
            return turn("system", Optional.of(system.content()));
        }
        if (message instanceof Message.User user) {
            return turn("user", Optional.of(user.content()));
        }
        if (message instanceof Message.Assistant assistant) {
            return write(assistant);
        }
        return write((Message.ToolResult) message);
    }

    private ObjectNode write(Message.Assistant assistant) {
        var turn = turn("assistant", assistant.content());
        var thoughts = Thoughts.open(assistant, dropped);
        if (!thoughts.isEmpty()) {
            turn.put("thinking", String.join("\n\n", thoughts));
        }
        if (!assistant.functionCalls().isEmpty()) {
            var list = turn.putArray("tool_calls");
            assistant.functionCalls().forEach(call -> list.add(write(call)));
        }
        return turn;
    }

    private ObjectNode write(FunctionCall call) {
        functions.put(call.id(), call.name());
        var entry = Json.object().put("id", call.id());
        entry.putObject("function").put("name", call.name()).set("arguments", CallArguments.of(call));
        return entry;
    }

    private ObjectNode write(Message.ToolResult result) {
        var turn = turn("tool", Optional.of(result.content())).put("tool_call_id", result.toolCallId());
        Optional.ofNullable(functions.get(result.toolCallId()))
                .or(result::name)
                .ifPresent(name -> turn.put("tool_name", name));
        return turn;
    }

    private ObjectNode turn(String role, Optional<Content> content) {
        var turn = Json.object().put("role", role);
        turn.put("content", content.map(OllamaContents::text).orElse(""));
        var images = content.map(OllamaContents::images).orElseGet(Json::array);
        if (!images.isEmpty()) {
            turn.set("images", images);
        }
        return turn;
    }
}
