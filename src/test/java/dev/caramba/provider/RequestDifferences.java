package dev.caramba.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares a request that was sent with a fixture's; what counts as equal is the fixtures' own rule. */
final class RequestDifferences {

    private final String provider;
    private final List<String> found = new ArrayList<>();

    private RequestDifferences(String provider) {
        this.provider = provider;
    }

    /** One line for every difference. */
    static List<String> between(Fixture fixture, String apiKey, Received sent) {
        var differences = new RequestDifferences(fixture.provider());
        var expected = fixture.request();
        differences.text("method", expected.path("method").textValue(), sent.method());
        differences.text("path", expected.path("path").textValue(), sent.path());
        for (var header : expected.path("headers").properties()) {
            if (!header.getKey().equals("accept")) { // a recommendation
                var value = header.getValue().textValue().replace("{{api_key}}", apiKey);
                differences.text(
                        "header " + header.getKey(),
                        value,
                        sent.header(header.getKey()).orElse("(none)"));
            }
        }
        differences.values("body", expected.path("body"), sent.json());
        return differences.found;
    }

    private void text(String where, String expected, String actual) {
        if (!expected.equals(actual)) {
            add(where, expected, actual);
        }
    }

    private void values(String where, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            objects(where, expected, actual);
        } else if (expected.isArray() && actual.isArray()) {
            arrays(where, expected, actual);
        } else if (!equal(where, expected, actual)) {
            add(where, expected, actual);
        }
    }

    private void objects(String where, JsonNode expected, JsonNode actual) {
        for (var field : fields(expected, actual)) {
            var path = where + "." + field;
            if (isEmpty(path, expected.path(field))) {
                if (!isEmpty(path, actual.path(field)) && !mayBeExtra(path)) {
                    add(path, "(none)", actual.path(field));
                }
            } else if (isEmpty(path, actual.path(field))) {
                add(path, expected.path(field), "(none)");
            } else {
                values(path, expected.path(field), actual.path(field));
            }
        }
    }

    private void arrays(String where, JsonNode expected, JsonNode actual) {
        if (expected.size() != actual.size()) {
            add(where, expected, actual);
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            values(where + "[" + i + "]", expected.get(i), actual.get(i));
        }
    }

    private boolean equal(String where, JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (where.endsWith(".function.arguments") && expected.isTextual() && actual.isTextual()) {
            return Json.parse(expected.textValue()).equals(Json.parse(actual.textValue()));
        }
        if (provider.equals("anthropic") && expected.isTextual() != actual.isTextual()) {
            return textOf(expected).equals(textOf(actual));
        }
        return expected.equals(actual);
    }

    /** The text of a single text block; any other value as it is. */
    private static JsonNode textOf(JsonNode value) {
        var isOneText = value.isArray()
                && value.size() == 1
                && value.get(0).path("type").asText().equals("text")
                && value.get(0).size() == 2;
        return isOneText ? value.get(0).path("text") : value;
    }

    private boolean isEmpty(String where, JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || where.equals("body.stream") && !provider.equals("ollama") && !value.booleanValue();
    }

    private boolean mayBeExtra(String where) {
        return switch (provider) {
            case "google" -> where.endsWith(".functionCall.id") || where.endsWith(".functionResponse.id");
            case "ollama" ->
                where.startsWith("body.messages[") && (where.endsWith(".id") || where.endsWith(".tool_call_id"));
            default -> false;
        };
    }

    private static Set<String> fields(JsonNode expected, JsonNode actual) {
        var names = new TreeSet<String>();
        expected.fieldNames().forEachRemaining(names::add);
        actual.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void add(String where, Object expected, Object actual) {
        found.add(where + "\n    expected: " + expected + "\n    sent:     " + actual);
    }
}
