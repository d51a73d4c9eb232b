package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decodes the fragments of tool calls in a delta, and brings them into regular form. */
final class CallFragments {

    private final ToolCalls calls;
    private final String answer;

    /** @param answer what the provider sent that identifies the answer */
    CallFragments(ToolCalls calls, String answer) {
        this.calls = calls;
        this.answer = answer;
    }

    /** Returns what the fragments of a delta bring, and replaces them by their regular form. */
    List<Event> take(ObjectNode delta) {
        var fragments = ToolCalls.in(delta);
        if (fragments.isMissingNode() || fragments.isNull()) {
            return List.of();
        }
        var events = new ArrayList<Event>();
        var regular = Json.array();
        for (var fragment : fragments) {
            calls.fragment(fragment, answer).ifPresent(piece -> {
                events.addAll(piece.events());
                if (piece.isNew()) {
                    regular.add(regular((ObjectNode) fragment, piece));
                }
            });
        }
        if (regular.isEmpty()) {
            delta.remove("tool_calls");
        } else {
            delta.set("tool_calls", regular);
        }
        return events;
    }

    /** Returns a fragment with its index, and with id, type and name where it is the first of its call. */
    private static ObjectNode regular(ObjectNode fragment, ToolCalls.Piece piece) {
        var kind = piece.custom() ? "custom" : "function";
        var entry = Json.object().put("index", piece.index());
        var function = Json.object();
        if (piece.begins()) {
            entry.put("id", piece.id()).put("type", kind);
            function.put("name", piece.name());
        }
        function.put(piece.custom() ? "input" : "arguments", piece.arguments());
        entry.set(kind, function);
        addMissing(entry, fragment, Set.of("id", "type"));
        addMissing(function, fragment.path(kind), Set.of("name"));
        return entry;
    }

    private static void addMissing(ObjectNode regular, JsonNode given, Set<String> onceOnly) {
        given.properties().stream()
                .filter(field -> !regular.has(field.getKey()) && !onceOnly.contains(field.getKey()))
                .forEach(field -> regular.set(field.getKey(), field.getValue()));
    }
}
