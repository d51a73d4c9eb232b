package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.CallArguments;
import dev.caramba.dialect.CallIds;
import dev.caramba.dialect.history.AnsweredCall;
import dev.caramba.dialect.history.HistoryPlaceholders;
import dev.caramba.dialect.history.Turn;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes the turns of a conversation as Anthropic's messages, with ids and names in the form that Anthropic accepts.
 */
final class AnthropicMessages {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int LONGEST_NAME = 128;

    private final CallIds ids = new CallIds();
    private final Map<AnsweredCall, String> idsByCall = new HashMap<>();

    private AnthropicMessages() {}

    static ArrayNode write(List<Turn> turns) {
        var messages = new AnthropicMessages();
        var list = Json.array();
        turns.forEach(turn -> list.add(messages.write(turn)));
        return list;
    }

    /** Returns a function's name in a history, with the characters replaced that Anthropic refuses. */
    static String nameOf(AnsweredCall call) {
        var name = NOT_IN_NAMES.matcher(call.function().name()).replaceAll("_");
        return name.isEmpty() ? "_" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private ObjectNode write(Turn turn) {
        var message = Json.object().put("role", turn.side() == Turn.Side.USER ? "user" : "assistant");
        var blocks = message.putArray("content");
        turn.blocks().forEach(block -> blocks.add(write(block)));
        return message;
    }

    private ObjectNode write(Turn.Block block) {
        if (block instanceof Turn.Block.Called called) {
            return marked(toolUse(called.call()), called.cacheControl());
        }
        if (block instanceof Turn.Block.Thought thought) {
            return AnthropicThoughts.write(thought.reasoning());
        }
        return block instanceof Turn.Block.Returned returned
                ? toolResult(returned.call())
                : AnthropicBlocks.write(((Turn.Block.Said) block).part());
    }

    private static ObjectNode marked(ObjectNode block, Optional<ObjectNode> mark) {
        mark.ifPresent(cacheControl -> block.set("cache_control", cacheControl));
        return block;
    }

    private ObjectNode toolUse(AnsweredCall call) {
        var given = call.function().id();
        var id = ids.next(ID.matcher(given).matches() ? given : "", given, nameOf(call), "");
        idsByCall.put(call, id);
        return Json.object()
                .put("type", "tool_use")
                .put("id", id)
                .put("name", nameOf(call))
                .set("input", CallArguments.of(call.function()));
    }

    private ObjectNode toolResult(AnsweredCall call) {
        var block = Json.object().put("type", "tool_result").put("tool_use_id", idsByCall.get(call));
        if (call.result().isEmpty()) {
            return block.put("content", HistoryPlaceholders.NO_RESULT).put("is_error", true);
        }
        var result = call.result().get();
        if (result.parts().size() == 1 && result.parts().get(0) instanceof Content.Part.Text text) {
            write(new Content.Plain(text.value())).ifPresent(content -> block.set("content", content));
            return marked(block, text.cacheControl());
        }
        write(result).ifPresent(content -> block.set("content", content));
        return marked(block, markOfBlank(result));
    }

    /** Returns the cache mark of a blank text, which is left out. */
    private static Optional<ObjectNode> markOfBlank(Content content) {
        return content.parts().stream()
                .filter(part -> part.text().filter(String::isBlank).isPresent())
                .flatMap(part -> part.cacheControl().stream())
                .findFirst();
    }

    /** Returns the content of a result; empty when it says nothing. */
    private static Optional<JsonNode> write(Content content) {
        if (content instanceof Content.Plain plain) {
            return Optional.of(plain.value()).filter(text -> !text.isBlank()).map(TextNode::valueOf);
        }
        var blocks = Json.array();
        content.parts().stream()
                .filter(part -> part.text().filter(String::isBlank).isEmpty())
                .forEach(part -> blocks.add(AnthropicBlocks.write(part)));
        return Optional.<JsonNode>of(blocks).filter(list -> !list.isEmpty());
    }
}
