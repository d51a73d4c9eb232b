package dev.caramba.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.CompressedJson;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.prompt.Target;
import dev.caramba.stream.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A complete answer and the target that gave it.
 *
 * @param target the target that gave the answer
 * @param droppedParams the parameters that the target's dialect left out
 * @param events the events as they came; the last one is a {@link Event.Done}
 */
record CachedAnswer(Target target, List<String> droppedParams, List<Event> events) {

    byte[] bytes() {
        var json = Json.object().put("provider", target.provider()).put("model", target.model());
        droppedParams.forEach(json.putArray("dropped")::add);
        json.set("events", EventJson.write(events));
        return CompressedJson.pack(Json.write(json));
    }

    /** Reads what {@link #bytes} has written; empty for anything else. */
    static Optional<CachedAnswer> read(byte[] bytes) {
        try {
            return CompressedJson.unpack(bytes).flatMap(Json::object).map(CachedAnswer::read);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static CachedAnswer read(ObjectNode json) {
        var target =
                new Target(json.path("provider").asText(), json.path("model").asText());
        var dropped = new ArrayList<String>();
        json.path("dropped").forEach(name -> dropped.add(name.asText()));
        return new CachedAnswer(target, List.copyOf(dropped), EventJson.read(json.path("events")));
    }
}
