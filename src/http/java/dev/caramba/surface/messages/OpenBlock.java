package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Seal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The block of a message that is being written; at any time there is one at most. It numbers the blocks. */
final class OpenBlock {

    private enum Kind {
        TEXT,
        THINKING,
        TOOL_USE,
        OTHER
    }

    private static final String INDEX = "index";
    private static final String MAKER = "anthropic";

    private int next;
    private boolean open;
    private Kind kind = Kind.OTHER;
    /** The number that the provider gave this block; negative for a block that is made here. */
    private int given;
    /** The position of the call or the thought that this block holds. */
    private int position;

    private boolean empty;
    private final StringBuilder arguments = new StringBuilder();
    private final Set<Integer> calls = new HashSet<>();

    boolean isOpen() {
        return open;
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    /** Opens a block as the provider did, and returns its piece. */
    ObjectNode open(ObjectNode json, Event event) {
        kind = switch (json.path("content_block").path("type").asText()) {
            case "text" -> Kind.TEXT;
            case "thinking" -> Kind.THINKING;
            case "tool_use" -> Kind.TOOL_USE;
            default -> Kind.OTHER;
        };
        begin(event instanceof Event.ToolCallStart start ? start.index() : -1);
        given = json.path(INDEX).asInt();
        return numbered(json);
    }

    /** Returns whether the provider's piece is one of this block. */
    boolean isThatOf(ObjectNode json) {
        return open && given == json.path(INDEX).asInt(-2);
    }

    /** Returns the piece with the number of this block. */
    ObjectNode numbered(ObjectNode json) {
        if (json.has("delta")) {
            empty = false;
            arguments.append(json.path("delta").path("partial_json").asText());
        }
        if (json.path(INDEX).asInt(-1) == next) {
            return json;
        }
        var other = Json.object();
        other.setAll(json);
        return other.put(INDEX, next);
    }

    /** Notes that the provider has closed the block. */
    void stopped() {
        open = false;
        next++;
    }

    /** Returns whether the block is a call whose arguments are not complete. */
    boolean awaitsMore() {
        return open
                && kind == Kind.TOOL_USE
                && Json.object(arguments.toString()).isEmpty();
    }

    /** Returns whether the event belongs to the call that is open. */
    boolean isCallOf(Event event) {
        return open && kind == Kind.TOOL_USE && callIn(event) == position;
    }

    /** Returns whether the event belongs to a call that was closed before. */
    boolean isOver(Event event) {
        return !(event instanceof Event.ToolCallStart) && calls.contains(callIn(event)) && !isCallOf(event);
    }

    /** Writes the event, after it closed a block of another kind. */
    void write(Event event, List<ObjectNode> pieces) {
        if (event instanceof Event.Chunk chunk) {
            if (!open || kind != Kind.TEXT) {
                begin(Kind.TEXT, 0, Json.object().put("type", "text").put("text", ""), pieces);
            }
            delta("text_delta", "text", chunk.text(), pieces);
        } else if (event instanceof Event.Reasoning reasoning) {
            think(reasoning, pieces);
        } else if (event instanceof Event.ToolCallStart start) {
            begin(start.index(), start.id(), start.name(), pieces);
        } else if (event instanceof Event.ToolCallArguments more && isCallOf(more)) {
            addArguments(more.text(), pieces);
        } else if (event instanceof Event.ToolCall call) {
            call(call, pieces);
        }
    }

    /** Closes the block, if there is one. */
    void close(List<ObjectNode> pieces) {
        if (!open) {
            return;
        }
        if (kind == Kind.TOOL_USE && empty) {
            delta("input_json_delta", "partial_json", "{}", pieces);
        }
        pieces.add(Json.object().put("type", "content_block_stop").put(INDEX, next));
        stopped();
    }

    private void think(Event.Reasoning reasoning, List<ObjectNode> pieces) {
        var seal = reasoning
                .seal()
                .filter(maker -> maker.format().toLowerCase(Locale.ROOT).startsWith(MAKER));
        var data = seal.flatMap(Seal::data);
        if (data.isPresent()) {
            var block = Json.object().put("type", "redacted_thinking").put("data", data.get());
            begin(Kind.OTHER, 0, block, pieces);
            close(pieces);
            return;
        }
        if (reasoning.text().isEmpty() && seal.isEmpty()) {
            return;
        }
        boolean goesOn = open && kind == Kind.THINKING && (given >= 0 || position == reasoning.index());
        if (!goesOn) {
            var block =
                    Json.object().put("type", "thinking").put("thinking", "").put("signature", "");
            begin(Kind.THINKING, reasoning.index(), block, pieces);
        }
        if (!reasoning.text().isEmpty()) {
            delta("thinking_delta", "thinking", reasoning.text(), pieces);
        }
        seal.flatMap(Seal::signature).ifPresent(signature -> delta("signature_delta", "signature", signature, pieces));
    }

    /** Ends a call; one that did not come in pieces is written whole. */
    private void call(Event.ToolCall call, List<ObjectNode> pieces) {
        if (!isCallOf(call)) {
            FunctionCall function = call.function();
            begin(call.index(), function.id(), function.name(), pieces);
            addArguments(function.arguments(), pieces);
        }
        close(pieces);
    }

    private void begin(int call, String id, String name, List<ObjectNode> pieces) {
        var block = Json.object()
                .put("type", "tool_use")
                .put("id", CallIds.clean(id))
                .put("name", name);
        block.putObject("input");
        begin(Kind.TOOL_USE, call, block, pieces);
    }

    private void begin(Kind kind, int position, ObjectNode block, List<ObjectNode> pieces) {
        close(pieces);
        this.kind = kind;
        begin(position);
        var start = Json.object().put("type", "content_block_start").put(INDEX, next);
        start.set("content_block", block);
        pieces.add(start);
    }

    private void begin(int position) {
        open = true;
        empty = true;
        given = -1;
        this.position = position;
        arguments.setLength(0);
        if (kind == Kind.TOOL_USE) {
            calls.add(position);
        }
    }

    private void addArguments(String text, List<ObjectNode> pieces) {
        if (!text.isEmpty()) {
            arguments.append(text);
            delta("input_json_delta", "partial_json", text, pieces);
        }
    }

    private void delta(String type, String field, String text, List<ObjectNode> pieces) {
        empty = false;
        var piece = Json.object().put("type", "content_block_delta").put(INDEX, next);
        piece.putObject("delta").put("type", type).put(field, text);
        pieces.add(piece);
    }

    private static int callIn(Event event) {
        if (event instanceof Event.ToolCallStart start) {
            return start.index();
        }
        if (event instanceof Event.ToolCallArguments arguments) {
            return arguments.index();
        }
        return event instanceof Event.ToolCall call ? call.index() : -1;
    }
}
