package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How a wanted value is compared with what came. Of an object every wanted key must match, and others may be there; a list
 * has as many elements, each matching; numbers compare by value; strings of tool arguments compare as JSON where both are.
 *
 * <table>
 * <caption>Wanted values with a meaning of their own</caption>
 * <tr><td>{@code "$any"}</td><td>anything present, null too</td></tr>
 * <tr><td>{@code "$string"}, {@code "$number"}</td><td>any of that type</td></tr>
 * <tr><td>{@code "$id:NAME"}</td><td>a string, not empty, the same wherever the name stands in the fixture</td></tr>
 * <tr><td>{@code "$absent"}</td><td>the key must not be there; in a request to a provider it may be null</td></tr>
 * <tr><td><code>{"$exact": x}</code></td><td>no further keys, at any depth</td></tr>
 * <tr><td><code>{"$contains": "text"}</code></td><td>a string with this text; as a whole body, the raw text</td></tr>
 * </table>
 *
 * In a request to a provider one plain text part is the same as its text, under {@code content} and {@code system}, except
 * within {@code $exact}: APIs take both for the same.
 */
final class FixtureRules {

    private static final String EXACT = "$exact";
    private static final String CONTAINS = "$contains";
    private static final String ID = "$id:";
    private static final Set<String> ARGUMENTS = Set.of("arguments", "partial_json");
    private static final Set<String> TEXTS = Set.of("content", "system");
    private static final Comparator<JsonNode> BY_VALUE = FixtureRules::compared;

    private final Map<String, String> ids;
    private final boolean request;

    private FixtureRules(Map<String, String> ids, boolean request) {
        this.ids = ids;
        this.request = request;
    }

    /** @param ids what the names of {@code $id:NAME} stand for so far; more are put in */
    static FixtureRules forReplies(Map<String, String> ids) {
        return new FixtureRules(ids, false);
    }

    /** @param ids what the names of {@code $id:NAME} stand for so far; more are put in */
    static FixtureRules forRequests(Map<String, String> ids) {
        return new FixtureRules(ids, true);
    }

    /** The differences, none where it matches; a name is kept only where all matches. */
    List<String> tried(JsonNode want, JsonNode got, String path) {
        var trial = new HashMap<>(ids);
        var found = new FixtureRules(trial, request).differences(want, got, path);
        if (found.isEmpty()) {
            ids.putAll(trial);
        }
        return found;
    }

    /** The differences, none where it matches. A missing node is what did not come. */
    List<String> differences(JsonNode want, JsonNode got, String path) {
        return differences(want, got, new Place(path, "", false));
    }

    /** The differences of the contents of a key that has rules of its own. */
    List<String> differences(JsonNode want, JsonNode got, String path, String key) {
        return differences(want, got, new Place(path, key, false));
    }

    /** The differences of a whole body: it is compared as text where text is wanted. */
    List<String> bodyDifferences(JsonNode want, String body, String path) {
        return differences(want, isText(want) ? TextNode.valueOf(body) : parsed(body), path);
    }

    /** Cut to what a message can hold. */
    static String shown(JsonNode value) {
        var text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    static JsonNode parsed(String text) {
        return Json.parse(text).orElse(MissingNode.getInstance());
    }

    private List<String> differences(JsonNode want, JsonNode got, Place at) {
        if (want.isTextual() && want.textValue().startsWith("$")) {
            return special(want.textValue(), got, at);
        }
        if (isOnly(want, EXACT)) {
            return differences(want.get(EXACT), got, at.exactly());
        }
        if (isOnly(want, CONTAINS)) {
            boolean contains = got.isTextual()
                    && got.textValue().contains(want.get(CONTAINS).textValue());
            return at.unless(contains, "wanted to contain " + shown(want.get(CONTAINS)) + ", is " + shown(got));
        }
        if (got.isMissingNode()) {
            return at.unless(false, "missing, wanted " + shown(want));
        }
        boolean text = request && !at.exact() && TEXTS.contains(at.key());
        return plain(text ? textOf(want) : want, text ? textOf(got) : got, at);
    }

    private List<String> plain(JsonNode want, JsonNode got, Place at) {
        if (want.isObject() && got.isObject()) {
            return ofObjects(want, got, at);
        }
        if (want.isArray() && got.isArray()) {
            return ofLists(want, got, at);
        }
        boolean same = want.equals(BY_VALUE, got) || ARGUMENTS.contains(at.key()) && sameJson(want, got);
        return at.unless(same, "wanted " + shown(want) + ", is " + shown(got));
    }

    private List<String> ofObjects(JsonNode want, JsonNode got, Place at) {
        var found = new ArrayList<String>();
        want.properties()
                .forEach(entry -> found.addAll(
                        differences(entry.getValue(), got.path(entry.getKey()), at.below(entry.getKey()))));
        got.properties().stream()
                .filter(entry -> at.exact() && !want.has(entry.getKey()))
                .forEach(entry -> found.addAll(
                        at.below(entry.getKey()).unless(false, "not wanted, is " + shown(entry.getValue()))));
        return found;
    }

    private List<String> ofLists(JsonNode want, JsonNode got, Place at) {
        if (want.size() != got.size()) {
            return at.unless(false, "wanted " + want.size() + " elements, is " + got.size() + ": " + shown(got));
        }
        return IntStream.range(0, want.size())
                .mapToObj(i -> differences(want.get(i), got.get(i), at.element(i)))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> special(String want, JsonNode got, Place at) {
        boolean met = switch (want) {
            case "$absent" -> got.isMissingNode() || request && got.isNull();
            case "$any" -> !got.isMissingNode();
            case "$number" -> got.isNumber();
            case "$string" -> got.isTextual();
            default -> want.startsWith(ID) ? isId(want, got) : want.equals(got.textValue());
        };
        var known = ids.containsKey(want) ? " (" + ids.get(want) + " as before)" : "";
        return at.unless(met, "wanted " + want + known + ", is " + shown(got));
    }

    private boolean isId(String name, JsonNode got) {
        if (!got.isTextual() || got.textValue().isEmpty()) {
            return false;
        }
        ids.putIfAbsent(name, got.textValue());
        return ids.get(name).equals(got.textValue());
    }

    private static boolean isText(JsonNode want) {
        return want.isTextual() || isOnly(want, CONTAINS);
    }

    private static boolean isOnly(JsonNode want, String key) {
        return want.isObject() && want.size() == 1 && want.has(key);
    }

    private static JsonNode textOf(JsonNode content) {
        var part = content.path(0);
        boolean plain = content.isArray()
                && content.size() == 1
                && part.size() == 2
                && part.path("type").asText().equals("text")
                && part.path("text").isTextual();
        return plain ? part.get("text") : content;
    }

    private static boolean sameJson(JsonNode want, JsonNode got) {
        if (!want.isTextual() || !got.isTextual()) {
            return false;
        }
        var wanted = parsed(want.textValue());
        return !wanted.isMissingNode() && wanted.equals(BY_VALUE, parsed(got.textValue()));
    }

    private static int compared(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    /** Where in a document a value stands. */
    private record Place(String path, String key, boolean exact) {

        Place exactly() {
            return new Place(path, key, true);
        }

        Place below(String name) {
            return new Place(path + "." + name, name, exact);
        }

        Place element(int i) {
            return new Place(path + "." + i, "", exact);
        }

        List<String> unless(boolean met, String difference) {
            return met ? List.of() : List.of(path + ": " + difference);
        }
    }
}
