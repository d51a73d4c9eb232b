package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One server-sent event as a client reads it.
 *
 * @param name its {@code event} field
 * @param data JSON where it is JSON, else a text
 */
record SurfaceEvent(Optional<String> name, JsonNode data) {

    private static final Set<String> IGNORABLE = Set.of("ping", "keepalive", "heartbeat");

    /** The events of a stream by the rules of WHATWG: comments are none, an event without data is none. */
    static List<SurfaceEvent> read(String stream) {
        var events = new ArrayList<SurfaceEvent>();
        var name = Optional.<String>empty();
        var data = new ArrayList<String>();
        for (var line : stream.replaceFirst("^\uFEFF", "").split("\r\n|\n|\r", -1)) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(of(name, String.join("\n", data)));
                }
                name = Optional.empty();
                data.clear();
            } else if (field(line).equals("event")) {
                name = Optional.of(value(line));
            } else if (field(line).equals("data")) {
                data.add(value(line));
            }
        }
        return events;
    }

    /** Whether every surface lets a client pass over it. */
    boolean isIgnorable() {
        return name.filter(IGNORABLE::contains).isPresent()
                || IGNORABLE.contains(data.path("type").asText());
    }

    /** Whether it goes by this name; where it has none, its {@code type} or its {@code object} is its name. */
    boolean isCalled(String wanted) {
        return isCalled(wanted, name, data);
    }

    static boolean isCalled(String wanted, Optional<String> name, JsonNode data) {
        return name.map(wanted::equals)
                .orElseGet(() -> wanted.equals(data.path("type").textValue())
                        || wanted.equals(data.path("object").textValue()));
    }

    String shown() {
        return name.map(event -> event + " ").orElse("") + FixtureRules.shown(data);
    }

    private static SurfaceEvent of(Optional<String> name, String data) {
        return new SurfaceEvent(name, Json.parse(data).orElseGet(() -> TextNode.valueOf(data)));
    }

    private static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        var value = colon < 0 ? "" : line.substring(colon + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
