package dev.caramba.dialect.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.CallArguments;
import dev.caramba.dialect.ChatShapes;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.history.HistoryPlaceholders;
import dev.caramba.dialect.history.Thoughts;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a conversation for Cohere, message by message in its own order, but without what Cohere refuses. Every call
 * has its result directly after it, and the user reports a result without a call. Empty messages of the assistant are
 * left out, and only users may send images.
 */
final class CohereMessages {

    private static final Content NO_RESULT = new Content.Plain(HistoryPlaceholders.NO_RESULT);

    private final DroppedParams dropped;
    private final Map<String, Deque<Message.ToolResult>> results = new HashMap<>();
    private final Set<Message> written = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayNode turns = Json.array();

    private CohereMessages(DroppedParams dropped) {
        this.dropped = dropped;
    }

    static ArrayNode write(List<Message> history, DroppedParams dropped) {
        var messages = new CohereMessages(dropped);
        history.forEach(messages::noteResult);
        history.forEach(messages::add);
        return messages.turns;
    }

    private void noteResult(Message message) {
        if (message instanceof Message.ToolResult result) {
            results.computeIfAbsent(result.toolCallId(), id -> new ArrayDeque<>())
                    .add(result);
        }
    }

    private void add(Message message) {
        if (message instanceof Message.System system) {
            addTurn("system", CohereContents.texts(system.content()));
        } else if (message instanceof Message.User user) {
            addTurn("user", CohereContents.of(user.content()));
        } else if (message instanceof Message.Assistant assistant) {
            add(assistant);
        } else if (message instanceof Message.ToolResult result && written.add(result)) {
            results.get(result.toolCallId()).remove();
            addTurn("user", new Content.Plain(HistoryPlaceholders.inWords(textual(result))));
        }
    }

    private void add(Message.Assistant assistant) {
        var content = assistant
                .content()
                .map(CohereContents::texts)
                .filter(kept -> !kept.text().isEmpty());
        var calls = assistant.functionCalls();
        var thoughts = Thoughts.open(assistant, dropped);
        if (content.isEmpty() && calls.isEmpty() && thoughts.isEmpty()) {
            return;
        }
        var turn = turns.addObject().put("role", "assistant");
        if (!thoughts.isEmpty()) {
            turn.set("content", CohereContents.thinking(thoughts, content));
        } else {
            content.ifPresent(kept -> turn.set("content", ChatShapes.write(kept)));
        }
        if (!calls.isEmpty()) {
            var list = turn.putArray("tool_calls");
            calls.forEach(call -> list.add(write(call)));
            calls.forEach(this::addResult);
        }
    }

    private static ObjectNode write(FunctionCall call) {
        return ChatShapes.write(new FunctionCall(call.id(), call.name(), Json.write(CallArguments.of(call))));
    }

    private void addResult(FunctionCall call) {
        var result = results.getOrDefault(call.id(), new ArrayDeque<>()).poll();
        if (result != null) {
            written.add(result);
        }
        addTurn("tool", result == null ? NO_RESULT : CohereContents.texts(result.content()))
                .put("tool_call_id", call.id());
    }

    private static Message.ToolResult textual(Message.ToolResult result) {
        return new Message.ToolResult(result.toolCallId(), result.name(), CohereContents.texts(result.content()));
    }

    private ObjectNode addTurn(String role, Content content) {
        return turns.addObject().put("role", role).set("content", ChatShapes.write(content));
    }
}
