package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Ways to spoil bodies: their bytes, their lines and the JSON inside. */
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

    private Mutations() {}

    /** One to four mutations, the same ones for the same body. */
    static Arbitrary<List<Mutation>> some() {
        var pick = Arbitraries.integers().between(0, 1 << 20);
        return Combinators.combine(Arbitraries.of(Kind.class), pick, pick, pick)
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /** The body after these mutations. */
    static byte[] spoil(byte[] body, List<Mutation> mutations, byte[] other) {
        var spoiled = body;
        for (var mutation : mutations) {
            spoiled = mutation.of(spoiled, other);
        }
        return spoiled;
    }

    /** What is spoiled. */
    enum Kind {
        CUT,
        GAP,
        BYTE,
        JUNK,
        APPEND,
        LINES,
        JSON
    }

    /** One mutation; the numbers say where, and with what, whatever the size of the body. */
    record Mutation(Kind kind, int first, int second, int third) {

        byte[] of(byte[] body, byte[] other) {
            return switch (kind) {
                case CUT -> Arrays.copyOf(body, at(body));
                case GAP -> replaced(body, at(body), second % (body.length + 1), new byte[0]);
                case BYTE -> replaced(body, at(body), 0, new byte[] {(byte) second});
                case JUNK -> replaced(body, at(body), 0, bytes(JUNK.get(second % JUNK.size())));
                case APPEND -> replaced(body, body.length, 0, other);
                case LINES -> lines(body);
                case JSON -> json(body);
            };
        }

        private int at(byte[] body) {
            return first % (body.length + 1);
        }

        /** Lines in another order, one of them twice. */
        private byte[] lines(byte[] body) {
            var lines = new ArrayList<>(List.of(text(body).split("\n", -1)));
            Collections.swap(lines, first % lines.size(), second % lines.size());
            lines.add(third % lines.size(), lines.get(first % lines.size()));
            return bytes(String.join("\n", lines));
        }

        /** One value of one JSON line is replaced or left out. */
        private byte[] json(byte[] body) {
            var lines = text(body).split("\n", -1);
            int line = first % lines.length;
            int start = lines[line].indexOf('{');
            var json =
                    start < 0 ? null : Json.parse(lines[line].substring(start)).orElse(null);
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
            var container = containers.get(second % containers.size());
            int place = second / containers.size();
            var value = Json.parse(VALUES.get(third % VALUES.size())).orElseGet(Json::object);
            if (container instanceof ArrayNode array && !array.isEmpty()) {
                array.set(place % array.size(), value);
            } else if (container instanceof ObjectNode object && !object.isEmpty()) {
                var names = new ArrayList<String>();
                object.fieldNames().forEachRemaining(names::add);
                var name = names.get(place % names.size());
                if (third / VALUES.size() % 4 == 0) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            }
        }
    }

    /** The body with something else from an index on. */
    private static byte[] replaced(byte[] body, int from, int length, byte[] by) {
        int rest = Math.min(body.length, from + length);
        var out = Arrays.copyOf(body, from + by.length + body.length - rest);
        System.arraycopy(by, 0, out, from, by.length);
        System.arraycopy(body, rest, out, from + by.length, body.length - rest);
        return out;
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
