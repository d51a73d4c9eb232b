package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;

/** Collects the text of named events, which are numbered from 0 without gaps. */
final class EventText {

    private static final String NUMBER = "sequence_number";

    private final StringBuilder text = new StringBuilder();
    private long next;

    /** Adds an event of this type; {@code fields} are all of its fields but the type and the number. */
    void add(String type, ObjectNode fields) {
        var json = Json.object().put("type", type).put(NUMBER, next);
        fields.properties().stream()
                .filter(field -> !json.has(field.getKey()))
                .forEach(field -> json.set(field.getKey(), field.getValue()));
        write(type, json);
    }

    /** Adds an event as a provider wrote it, with the number that it has in this stream. */
    void pass(ObjectNode event) {
        var json = Json.object();
        json.setAll(event);
        write(event.path("type").asText(), json.put(NUMBER, next));
    }

    private void write(String type, ObjectNode json) {
        next++;
        text.append("event: ")
                .append(type)
                .append("\ndata: ")
                .append(Json.write(json))
                .append("\n\n");
    }

    /** Returns what was added since the last call. */
    String take() {
        var taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
