package dev.caramba.surface.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.prompt.Seal;
import java.util.Optional;

/** Writes what another wire format has said as deltas of this one. */
final class Deltas {

    private Deltas() {}

    /** Returns the delta that says what the event says; empty when it says nothing to a caller. */
    static Optional<ObjectNode> of(Event event) {
        if (event instanceof Event.Chunk chunk) {
            return Optional.of(Json.object().put("content", chunk.text()));
        }
        if (event instanceof Event.Reasoning reasoning) {
            return Optional.of(reasoning(reasoning));
        }
        if (event instanceof Event.ToolCallStart start) {
            var delta = Json.object();
            var call = call(delta, start.index()).put("id", start.id()).put("type", "function");
            call.putObject("function").put("name", start.name()).put("arguments", "");
            return Optional.of(delta);
        }
        if (event instanceof Event.ToolCallArguments arguments) {
            var delta = Json.object();
            call(delta, arguments.index()).putObject("function").put("arguments", arguments.text());
            return Optional.of(delta);
        }
        if (event instanceof Event.ToolCall whole) {
            var delta = Json.object();
            CompletionJson.describe(call(delta, whole.index()), whole.function());
            return Optional.of(delta);
        }
        return Optional.empty();
    }

    private static ObjectNode call(ObjectNode delta, int index) {
        return delta.putArray("tool_calls").addObject().put("index", index);
    }

    /**
     * Writes a thought: its text, and for a thought that its maker sealed also the details, which bring it back to that
     * maker.
     */
    private static ObjectNode reasoning(Event.Reasoning reasoning) {
        var delta = Json.object();
        if (reasoning.seal().flatMap(Seal::data).isEmpty()) {
            delta.put("reasoning_content", reasoning.text());
        }
        reasoning.seal().ifPresent(seal -> {
            var detail = delta.putArray("reasoning_details")
                    .addObject()
                    .put("type", seal.data().isPresent() ? "reasoning.encrypted" : "reasoning.text");
            describe(detail, reasoning, seal);
        });
        return delta;
    }

    private static void describe(ObjectNode detail, Event.Reasoning reasoning, Seal seal) {
        if (!reasoning.text().isEmpty()) {
            detail.put("text", reasoning.text());
        }
        seal.signature().ifPresent(signature -> detail.put("signature", signature));
        seal.data().ifPresent(data -> detail.put("data", data));
        detail.put("format", seal.format()).put("index", reasoning.index());
    }
}
