package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the messages of one request in order. It also gives function results the names of the calls that they answer.
 */
final class MessageReader {

    private static final String ROLES = "expected system, developer, user, assistant or tool";

    private final Map<String, String> namesById = new HashMap<>();
    /** Serves the older form of function calls, which has names and no ids. */
    private final Map<String, String> idsByName = new HashMap<>();

    Message read(RequestFields message) {
        var role = message.requiredText("role");
        return switch (role) {
            case "system", "developer" -> new Message.System(content(message));
            case "user" -> new Message.User(content(message));
            case "assistant" -> assistant(message);
            case "tool" -> toolResult(message);
            case "function" -> functionResult(message);
            default -> throw message.wrong("unknown role " + RequestFields.quoted(role) + " (" + ROLES + ")", "role");
        };
    }

    private Message assistant(RequestFields message) {
        var calls = new ArrayList<FunctionCall>();
        message.objects("tool_calls", "toolCalls").stream()
                .map(MessageReader::toolCall)
                .forEach(calls::add);
        message.object("function_call")
                .map(call -> functionCall(call, "call_" + call.requiredText("name")))
                .ifPresent(calls::add);
        calls.forEach(this::remember);
        var content = said(message);
        var reasoning = ReasoningReader.read(message);
        if (content.isEmpty()
                && calls.isEmpty()
                && reasoning.isEmpty()
                && !message.node().hasNonNull("audio")) {
            throw message.wrong("is missing (expected content, tool_calls or both)", "content");
        }
        return calls.isEmpty()
                ? new Message.Assistant(content.map(said -> marked(message, said)), List.of(), reasoning)
                : new Message.Assistant(content, List.copyOf(calls), reasoning, ContentReader.cacheControl(message));
    }

    /** Returns the content and the refusal, which is a text like any other in a conversation. */
    private static Optional<Content> said(RequestFields message) {
        var content = ContentReader.optional(message, "content");
        var refusal = message.text("refusal").filter(text -> !text.isEmpty());
        if (content.isEmpty() || refusal.isEmpty()) {
            return content.or(() -> refusal.map(Content.Plain::new));
        }
        var parts = new ArrayList<>(content.get().parts());
        parts.add(new Content.Part.Text(refusal.get()));
        return Optional.of(new Content.Parts(List.copyOf(parts)));
    }

    private void remember(FunctionCall call) {
        namesById.put(call.id(), call.name());
        idsByName.put(call.name(), call.id());
    }

    private Message toolResult(RequestFields message) {
        var id = message.requiredText("tool_call_id", "toolCallId");
        message.skip("name");
        var name = Optional.ofNullable(namesById.get(id)).or(() -> message.text("name"));
        return new Message.ToolResult(id, name, content(message));
    }

    private Message functionResult(RequestFields message) {
        var name = message.requiredText("name");
        var id = idsByName.getOrDefault(name, "call_" + name);
        return new Message.ToolResult(id, Optional.of(name), content(message));
    }

    private static Content content(RequestFields message) {
        return ContentReader.optional(message, "content")
                .map(content -> marked(message, content))
                .orElseThrow(() -> message.missing("a string or a list of parts", "content"));
    }

    /**
     * Returns the content with the message's own cache mark, if it has one, on the last part. The mark stays unread
     * where that part takes none.
     */
    private static Content marked(RequestFields message, Content content) {
        var parts = new ArrayList<>(content.parts());
        int last = parts.size() - 1;
        if (last < 0 || !parts.get(last).isMarkable()) {
            return content;
        }
        var mark = ContentReader.cacheControl(message);
        if (mark.isEmpty()) {
            return content;
        }
        parts.set(last, parts.get(last).marked(mark.get()));
        return new Content.Parts(List.copyOf(parts));
    }

    /** Reads a call in OpenAI's form, or with the fields of {@code function} beside its id. */
    private static FunctionCall toolCall(RequestFields call) {
        var id = call.requiredText("id");
        var type = call.text("type").orElse("function");
        var extraContent = call.whole("extra_content", "extraContent");
        call.skip("index");
        if (type.equals("custom")) {
            var custom = call.requiredObject("custom");
            return new FunctionCall(
                    id, custom.requiredText("name"), custom.text("input").orElse(""), extraContent, true);
        }
        if (!type.equals("function")) {
            throw call.wrong(
                    "unsupported type " + RequestFields.quoted(type) + " (expected function or custom)", "type");
        }
        var flat = call.any("function").isEmpty() && call.any("name").isPresent();
        var function = functionCall(flat ? call : call.requiredObject("function"), id);
        return new FunctionCall(id, function.name(), function.arguments(), extraContent);
    }

    private static FunctionCall functionCall(RequestFields call, String id) {
        return new FunctionCall(id, call.requiredText("name"), arguments(call));
    }

    /** Returns the arguments as JSON text, which may also be given as an object; {@code {}} when there are none. */
    private static String arguments(RequestFields call) {
        var arguments = call.any("arguments");
        if (arguments.filter(JsonNode::isTextual).isPresent()) {
            return arguments.get().textValue();
        }
        if (arguments.filter(node -> !node.isObject()).isPresent()) {
            throw call.wrong("expected JSON text or an object", "arguments");
        }
        return arguments.map(ObjectNode.class::cast).map(Json::write).orElse("{}");
    }
}
