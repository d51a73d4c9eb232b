package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * How the events of a stream are compared with those that are wanted, each {@code {"event","data"}}: the same in the same
 * order, and no others.
 *
 * <ul>
 *   <li>{@code concat}: rules <code>{"$concat": {"path", "of", "is"}}</code>: the strings at {@code path} of all events
 *       named {@code of}, joined, are {@code is}. A wanted event of that name with {@code "$string"} at the path stands for
 *       one or more in a row: where a text is cut is nobody's business.
 *   <li>{@code events_loose}: events that a surface lets a client pass over ({@code ping}) may stand between.
 * </ul>
 */
final class EventRules {

    private static final Pattern ARGUMENTS = Pattern.compile("arguments|partial_json");
    private static final TextNode ANY = TextNode.valueOf("$any");

    private final JsonNode expect;
    private final FixtureRules values;
    private final List<JsonNode> joins;
    private final boolean loose;

    EventRules(JsonNode expect, FixtureRules values) {
        this.expect = expect;
        this.values = values;
        this.joins = StreamSupport.stream(expect.path("concat").spliterator(), false)
                .map(rule -> rule.has("$concat") ? rule.get("$concat") : rule)
                .toList();
        this.loose = expect.path("events_loose").asBoolean();
    }

    /** The differences, none where the stream is as wanted. */
    List<String> differences(List<SurfaceEvent> events) {
        int next = 0;
        int number = 0;
        for (var want : expect.path("events")) {
            while (next < events.size() && isPassedOver(events.get(next)) && !isMet(want, events.get(next))) {
                next++;
            }
            if (next == events.size()) {
                return List.of("event " + number + ": missing, wanted " + FixtureRules.shown(want));
            }
            var found = differences(want, events.get(next));
            if (!found.isEmpty()) {
                return failed(number, found, events);
            }
            next++;
            while (isInPieces(want)
                    && next < events.size()
                    && (isMet(want, events.get(next)) || isPassedOver(events.get(next)))) {
                next++;
            }
            number++;
        }
        return atTheEnd(events, next);
    }

    private static List<String> failed(int number, List<String> found, List<SurfaceEvent> events) {
        var told = new ArrayList<>(found.stream()
                .map(difference -> "event " + number + " " + difference)
                .toList());
        told.add("the stream was:");
        events.forEach(event -> told.add("    " + event.shown()));
        return told;
    }

    private List<String> atTheEnd(List<SurfaceEvent> events, int next) {
        var found = new ArrayList<String>();
        events.stream()
                .skip(next)
                .filter(event -> !isPassedOver(event))
                .forEach(event -> found.add("an event too many: " + event.shown()));
        joins.forEach(join -> found.addAll(joined(join, events)));
        return found;
    }

    private List<String> joined(JsonNode join, List<SurfaceEvent> events) {
        var path = join.path("path").asText();
        var whole = events.stream()
                .filter(event -> isOf(join, event.name(), event.data()))
                .map(event -> valueAt(event.data(), path))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(Collectors.joining());
        boolean arguments =
                ARGUMENTS.matcher(path + " " + join.path("of").asText()).find();
        return values.differences(
                join.path("is"), TextNode.valueOf(whole), "concat " + path, arguments ? "arguments" : "");
    }

    private List<String> differences(JsonNode want, SurfaceEvent event) {
        var found = new ArrayList<>(nameDifferences(want, event));
        found.addAll(values.tried(want.has("data") ? want.get("data") : ANY, event.data(), "data"));
        return found;
    }

    private List<String> nameDifferences(JsonNode want, SurfaceEvent event) {
        if (want.has("event")) {
            JsonNode name = event.name().<JsonNode>map(TextNode::valueOf).orElseGet(MissingNode::getInstance);
            return values.differences(want.get("event"), name, "event");
        }
        return event.name().filter(name -> !name.equals("message")).stream()
                .map(name -> "event: wanted no name, is " + name)
                .toList();
    }

    private boolean isMet(JsonNode want, SurfaceEvent event) {
        return differences(want, event).isEmpty();
    }

    private boolean isPassedOver(SurfaceEvent event) {
        return loose && event.isIgnorable();
    }

    private boolean isInPieces(JsonNode want) {
        var name = Optional.ofNullable(want.path("event").textValue());
        return joins.stream()
                .filter(join -> isOf(join, name, want.path("data")))
                .anyMatch(join -> "$string"
                        .equals(valueAt(want.path("data"), join.path("path").asText())
                                .textValue()));
    }

    private static boolean isOf(JsonNode join, Optional<String> name, JsonNode data) {
        return !join.hasNonNull("of") || SurfaceEvent.isCalled(join.get("of").asText(), name, data);
    }

    /** What stands at a path of keys and places, {@code choices.0.delta.content}. */
    private static JsonNode valueAt(JsonNode data, String path) {
        var value = data;
        for (var part : path.split("\\.")) {
            value = value.isArray() && part.matches("\\d+") ? value.path(Integer.parseInt(part)) : value.path(part);
        }
        return value;
    }
}
