package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.ChatShapes;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.InnerFields;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Reasoning;
import dev.caramba.prompt.Seal;
import java.util.List;

/** Writes a conversation in the format of the OpenAI family, message by message in its own order. */
final class OpenAiMessages {

    private static final String DETAILS = "reasoning_details";

    private final boolean extraContent;
    private final DroppedParams dropped;

    private OpenAiMessages(boolean extraContent, DroppedParams dropped) {
        this.extraContent = extraContent;
        this.dropped = dropped;
    }

    /** @param extraContent whether calls are sent with the {@code extra_content} of other providers */
    static ArrayNode write(List<Message> messages, boolean extraContent, DroppedParams dropped) {
        var writer = new OpenAiMessages(extraContent, dropped);
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
            var said = turn("assistant", content.map(ChatShapes::write).orElse(TextNode.valueOf("")));
            assistant.reasoning().forEach(thought -> write(thought, said));
            return said;
        }
        var turn = turn(
                "assistant", content.map(ChatShapes::write).orElse(Json.object().nullNode()));
        assistant.reasoning().forEach(thought -> write(thought, turn));
        assistant.cacheControl().ifPresent(mark -> turn.set(InnerFields.CACHE_CONTROL, mark));
        var list = turn.putArray("tool_calls");
        for (var call : calls) {
            var entry = ChatShapes.write(call);
            call.extraContent().ifPresent(extra -> write(extra, entry));
            list.add(entry);
        }
        return turn;
    }

    private void write(ObjectNode extra, ObjectNode call) {
        if (extraContent) {
            call.set(InnerFields.EXTRA_CONTENT, extra);
        } else {
            dropped.add(InnerFields.EXTRA_CONTENT);
        }
    }

    /** Writes a thought into the field that held it. */
    private static void write(Reasoning thought, ObjectNode turn) {
        if (!thought.field().equals(DETAILS)) {
            turn.put(thought.field(), thought.text());
            return;
        }
        var seal = thought.seal();
        var data = seal.flatMap(Seal::data);
        var detail = turn.withArray(DETAILS)
                .addObject()
                .put("type", data.isPresent() ? "reasoning.encrypted" : "reasoning.text");
        data.ifPresentOrElse(value -> detail.put("data", value), () -> detail.put("text", thought.text()));
        seal.ifPresent(maker -> detail.put("format", maker.format()));
        seal.flatMap(Seal::signature).ifPresent(signature -> detail.put("signature", signature));
    }

    private static boolean isEmpty(Content content) {
        return content.parts().stream()
                .allMatch(part -> part.text().filter(String::isEmpty).isPresent());
    }
}
