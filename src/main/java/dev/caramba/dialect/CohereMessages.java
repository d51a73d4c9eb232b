package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Content;
import dev.caramba.generation.FunctionCall;
import dev.caramba.generation.Json;
import dev.caramba.generation.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a conversation for Cohere, turn by turn as it is, except for what Cohere refuses: a result without its call is
 * said by the user, an assistant's turn that says nothing is left out, and only users show images.
 */
final class CohereMessages {

    private final List<Message> messages;
    private final DroppedParams dropped;
    private final Set<String> calls = new HashSet<>();
    private final ArrayNode turns = Json.array();

    CohereMessages(List<Message> messages, DroppedParams dropped) {
        this.messages = messages;
        this.dropped = dropped;
    }

    ArrayNode write() {
        messages.forEach(this::add);
        return turns;
    }

    private void add(Message message) {
        if (message instanceof Message.System system) {
            addTurn("system", withoutImages(system.content()));
        } else if (message instanceof Message.User user) {
            addTurn("user", user.content());
        } else if (message instanceof Message.Assistant assistant) {
            add(assistant);
        } else if (message instanceof Message.ToolResult result) {
            add(result);
        }
    }

    private void add(Message.Assistant assistant) {
        var content = assistant
                .content()
                .map(this::withoutImages)
                .filter(said -> !said.text().isEmpty());
        var functionCalls = assistant.functionCalls();
        if (content.isEmpty() && functionCalls.isEmpty()) {
            return;
        }
        var turn = turns.addObject().put("role", "assistant");
        content.ifPresent(said -> turn.set("content", OpenAiMessages.write(said)));
        if (!functionCalls.isEmpty()) {
            var list = turn.putArray("tool_calls");
            functionCalls.forEach(call -> list.add(write(call)));
        }
    }

    private ObjectNode write(FunctionCall call) {
        calls.add(call.id());
        return OpenAiMessages.write(new FunctionCall(call.id(), call.name(), Json.write(CallArguments.of(call))));
    }

    private void add(Message.ToolResult result) {
        var content = withoutImages(result.content());
        if (calls.contains(result.toolCallId())) {
            addTurn("tool", content).put("tool_call_id", result.toolCallId());
        } else {
            addTurn("user", content);
        }
    }

    private ObjectNode addTurn(String role, Content content) {
        return turns.addObject().put("role", role).set("content", OpenAiMessages.write(content));
    }

    private Content withoutImages(Content content) {
        var texts =
                content.parts().stream().filter(part -> part.text().isPresent()).toList();
        if (texts.size() == content.parts().size()) {
            return content;
        }
        dropped.add("image_url");
        return texts.isEmpty() ? new Content.Plain("") : new Content.Parts(texts);
    }
}
