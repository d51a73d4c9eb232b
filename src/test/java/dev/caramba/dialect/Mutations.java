package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Spoils bodies: their bytes, their lines and the JSON inside, all drawn from one random source. */
final class Mutations {

    private static final List<String> JUNK = List.of(
            "\n\n",
            "\r",
            "\r\n\r\n",
            "data:",
            "data: [DONE]\n\n",
            "event: error\n",
            ": comment\n",
            "\uFEFF",
            "\0",
            "\"",
            "}",
            "{",
            "[".repeat(2_000),
            "{\"a\":".repeat(2_000),
            "1e999999999",
            "{\"error\":\"x\"}\n",
            "\\ud800",
            "<html>");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e999999999",
            "9223372036854775807",
            "0.5",
            "\"\"",
            "\"stop\"",
            "\"ERROR\"",
            "\"text\"",
            "\"{\"",
            "{}",
            "[]",
            "[{}]",
            "[[[]]]",
            "{\"error\":{\"message\":\"x\",\"code\":503}}");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** The body after some mutations; seldom the body as it is. */
    byte[] spoil(byte[] body, byte[] other) {
        var spoiled = body;
        for (int i = random.nextInt(4); i >= 0; i--) {
            spoiled = once(spoiled, other);
        }
        return spoiled;
    }

    private byte[] once(byte[] body, byte[] other) {
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(body, at(body));
            case 1 -> replaced(body, at(body), at(body), new byte[0]);
            case 2 -> replaced(body, at(body), 0, new byte[] {(byte) random.nextInt()});
            case 3 -> replaced(body, at(body), 0, bytes(JUNK.get(random.nextInt(JUNK.size()))));
            case 4 -> replaced(body, body.length, 0, other);
            case 5 -> lines(body);
            default -> json(body);
        };
    }

    private int at(byte[] body) {
        return random.nextInt(body.length + 1);
    }

    /** The body with something else from an index on. */
    private static byte[] replaced(byte[] body, int from, int length, byte[] by) {
        int rest = Math.min(body.length, from + length);
        var out = Arrays.copyOf(body, from + by.length + body.length - rest);
        System.arraycopy(by, 0, out, from, by.length);
        System.arraycopy(body, rest, out, from + by.length, body.length - rest);
        return out;
    }

    /** Lines in another order, some of them twice. */
    private byte[] lines(byte[] body) {
        var lines = new ArrayList<>(List.of(text(body).split("\n", -1)));
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
        return bytes(String.join("\n", lines));
    }

    /** One value of one JSON line is replaced or left out. */
    private byte[] json(byte[] body) {
        var lines = text(body).split("\n", -1);
        int line = random.nextInt(lines.length);
        int start = lines[line].indexOf('{');
        var json = start < 0 ? null : Json.parse(lines[line].substring(start)).orElse(null);
        if (json == null) {
            return body;
        }
        change(json);
        lines[line] = lines[line].substring(0, start) + Json.write(json);
        return bytes(String.join("\n", lines));
    }

    private void change(JsonNode json) {
        var containers = new ArrayList<JsonNode>();
        collect(json, containers);
        var container = containers.get(random.nextInt(containers.size()));
        var value = Json.parse(VALUES.get(random.nextInt(VALUES.size()))).orElseGet(Json::object);
        if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value);
        } else if (container instanceof ObjectNode object && !object.isEmpty()) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            var name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
    }

    private static void collect(JsonNode json, List<JsonNode> containers) {
        if (json.isContainerNode()) {
            containers.add(json);
            json.forEach(child -> collect(child, containers));
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
