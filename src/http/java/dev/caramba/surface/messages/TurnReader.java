package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import dev.caramba.request.RequestFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the turns of one request in order. The results of calls stand in a turn of the user here; they become messages
 * of their own, ahead of what else the turn holds.
 */
final class TurnReader {

    private final Map<String, String> namesById = new HashMap<>();

    /** Returns the messages of one turn; none where it holds only what is for its maker. */
    List<Message> read(RequestFields turn) {
        var role = turn.requiredText("role");
        var content = turn.any("content").orElseThrow(() -> turn.missing("a string or a list of blocks", "content"));
        if (!content.isTextual() && !content.isArray()) {
            throw turn.wrong("expected a string or a list of blocks", "content");
        }
        return switch (role) {
            case "user" -> user(turn, content);
            case "assistant" -> assistant(turn, content);
            case "system" -> List.of(new Message.System(new Content.Plain(system(turn, content))));
            default ->
                throw turn.wrong(
                        "unknown role " + RequestFields.quoted(role) + " (expected user, assistant or system)", "role");
        };
    }

    private static String system(RequestFields turn, JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        return String.join(
                "\n\n",
                turn.objects("content").stream()
                        .map(block -> block.node().path("text").asText())
                        .toList());
    }

    private List<Message> user(RequestFields turn, JsonNode content) {
        if (content.isTextual()) {
            return List.of(new Message.User(new Content.Plain(content.textValue())));
        }
        var messages = new ArrayList<Message>();
        var ahead = new ArrayList<Part>();
        var said = new ArrayList<Part>();
        for (var block : turn.objects("content")) {
            if (BlockReader.typeOf(block.node()).equals("tool_result")) {
                messages.add(result(block, ahead));
            } else {
                said.add(BlockReader.part(block.node()));
            }
        }
        ahead.addAll(said);
        if (!ahead.isEmpty()) {
            messages.add(new Message.User(BlockReader.content(ahead)));
        }
        return messages;
    }

    /**
     * Reads the result of a call. Messages of results hold one text.
     *
     * @param ahead gets what is no text
     */
    private Message result(RequestFields block, List<Part> ahead) {
        var id = block.requiredText("tool_use_id");
        var parts = BlockReader.parts(block.node().path("content"));
        var others = parts.stream().filter(part -> part.text().isEmpty()).toList();
        ahead.addAll(others);
        var texts = parts.stream().map(Part::text).flatMap(Optional::stream).toList();
        var text = texts.isEmpty() && !others.isEmpty() ? "(The result follows.)" : String.join("\n\n", texts);
        boolean failed = block.node().path("is_error").asBoolean();
        var told = failed && !text.regionMatches(true, 0, "error", 0, "error".length()) ? "Error: " + text : text;
        return new Message.ToolResult(id, Optional.ofNullable(namesById.get(id)), new Content.Plain(told));
    }

    private List<Message> assistant(RequestFields turn, JsonNode content) {
        if (content.isTextual()) {
            return List.of(new Message.Assistant(Optional.of(new Content.Plain(content.textValue())), List.of()));
        }
        var calls = new ArrayList<FunctionCall>();
        var text = new StringBuilder();
        var others = new ArrayList<Part>();
        for (var block : turn.objects("content")) {
            var type = BlockReader.typeOf(block.node());
            if (type.equals("tool_use")) {
                calls.add(call(block));
            } else if (!BlockReader.isForItsMaker(type)) {
                var part = BlockReader.part(block.node());
                part.text().ifPresentOrElse(text::append, () -> others.add(part));
            }
        }
        if (!text.isEmpty()) {
            others.add(0, new Part.Text(text.toString()));
        }
        var said = others.isEmpty() ? Optional.<Content>empty() : Optional.of(BlockReader.content(others));
        return said.isEmpty() && calls.isEmpty() ? List.of() : List.of(new Message.Assistant(said, List.copyOf(calls)));
    }

    private FunctionCall call(RequestFields block) {
        var id = block.requiredText("id");
        var name = block.requiredText("name");
        namesById.put(id, name);
        var input = block.whole("input").orElseGet(Json::object);
        return new FunctionCall(id, name, Json.write(input));
    }
}
