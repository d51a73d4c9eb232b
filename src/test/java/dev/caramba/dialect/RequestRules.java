package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.Histories.History;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Rules for requests that several providers share. */
public final class RequestRules {

    private RequestRules() {}

    /** No word is lost or told twice. */
    public static void assertEachWordOnce(JsonNode body, History history) {
        var written = Json.write(body);
        for (var word : history.words()) {
            assertTrue(written.contains(word), () -> word + " in " + written);
            assertEquals(written.indexOf(word), written.lastIndexOf(word), () -> word + " in " + written);
        }
    }

    /** Every call has its result right behind the turn, in order and with its id, and there are no other results. */
    public static void assertResultsBehindTheirCalls(JsonNode messages) {
        var open = new ArrayDeque<String>();
        for (var message : messages) {
            if (message.path("role").asText().equals("tool")) {
                assertEquals(open.poll(), message.path("tool_call_id").asText(), messages::toString);
            } else {
                assertTrue(open.isEmpty(), messages::toString);
            }
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
        }
        assertTrue(open.isEmpty(), messages::toString);
    }

    /** The history without the parts that the dialect does not take: such a request never reaches it. */
    public static History taken(History history, Dialect dialect, String model) {
        var params = GenerationParams.of(history.messages()).withModel(model);
        var messages = history.messages().stream()
                .map(message -> only(message, part -> dialect.takes(part, message, params, Samples.endpoint(Map.of()))))
                .toList();
        return new History(messages, history.words());
    }

    private static Message only(Message message, Predicate<Content.Part> taken) {
        if (message instanceof Message.User user) {
            return new Message.User(only(user.content(), taken));
        }
        return message instanceof Message.ToolResult result
                ? new Message.ToolResult(result.toolCallId(), result.name(), only(result.content(), taken))
                : message;
    }

    private static Content only(Content content, Predicate<Content.Part> taken) {
        var parts = content.parts().stream().filter(taken).toList();
        if (parts.size() == content.parts().size()) {
            return content;
        }
        return parts.isEmpty() ? new Content.Plain("") : new Content.Parts(parts);
    }

    public static List<FunctionCall> calls(History history) {
        return history.messages().stream()
                .filter(Message.Assistant.class::isInstance)
                .flatMap(message -> ((Message.Assistant) message).functionCalls().stream())
                .toList();
    }

    public static List<String> callIds(History history) {
        return calls(history).stream().map(FunctionCall::id).toList();
    }

    /** The roles of the history's messages, one each. */
    public static List<String> roles(History history) {
        return history.messages().stream().map(RequestRules::role).toList();
    }

    private static String role(Message message) {
        if (message instanceof Message.Assistant) {
            return "assistant";
        }
        if (message instanceof Message.ToolResult) {
            return "tool";
        }
        return message instanceof Message.System ? "system" : "user";
    }
}
