package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every field of a chat completion, and what becomes of it in each dialect. */
record FieldTable(List<Row> rows) {

    private static final Path DATA = Path.of("src/test/resources/fields/chat-completions.txt");

    /** The dialects of other wire formats, and the typed path to the family, by the columns' names in the data. */
    static final List<String> TRANSLATED = List.of("anthropic", "google", "cohere", "ollama", "text-generation");

    static final List<String> FAMILY = List.of("openai", "nvidia", "lmstudio", "huggingface", "openai-compatible");

    /** The function generate to a member of the family. */
    static final String GENERATE = "generate";

    private static final Cell AS_IT_CAME = new Cell(Kind.AS_IT_CAME, List.of(), Map.of());

    enum Kind {
        AS_IT_CAME,
        PASSED_OVER,
        NO_LOSS,
        WRITTEN
    }

    /**
     * What becomes of the fields in one column.
     *
     * @param named the fields that are reported as dropped
     * @param places the values by their places in the provider's request
     */
    record Cell(Kind kind, List<String> named, Map<String, JsonNode> places) {

        static Cell of(String text) {
            var kind = Stream.of(Kind.values())
                    .filter(word -> word.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ')
                            .equals(text))
                    .findFirst();
            return kind.map(found -> new Cell(found, List.of(), Map.of())).orElseGet(() -> written(text));
        }

        private static Cell written(String text) {
            var named = new ArrayList<String>();
            var places = new LinkedHashMap<String, JsonNode>();
            for (var part : text.split("; (?=named |/)")) {
                if (part.startsWith("named ")) {
                    named.add(part.substring("named ".length()));
                } else {
                    var place = part.split(" = ", 2);
                    places.put(place[0], json(place[1]).orElseThrow(() -> new IllegalArgumentException(part)));
                }
            }
            return new Cell(Kind.WRITTEN, named, places);
        }
    }

    /** Fields that are put into a request, alone or with what they need. */
    record Row(String section, String name, ObjectNode fields, Map<String, Cell> cells) {

        Cell cell(String column) {
            return cells.getOrDefault(column, AS_IT_CAME);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static FieldTable read() throws IOException {
        var rows = new ArrayList<Row>();
        var section = "";
        for (var block : Files.readString(DATA).split("\n\n")) {
            var lines = block.strip().lines().toList();
            if (lines.get(0).startsWith("# ")) {
                section = lines.get(0).substring(2);
            } else {
                rows.add(row(section, lines));
            }
        }
        return new FieldTable(List.copyOf(rows));
    }

    private static Row row(String section, List<String> lines) {
        var cells = new LinkedHashMap<String, Cell>();
        for (var line : lines.subList(2, lines.size())) {
            var columns = line.split(": ", 2);
            Arrays.stream(columns[0].split(", "))
                    .flatMap(FieldTable::columns)
                    .forEach(column -> cells.put(column, Cell.of(columns[1])));
        }
        var fields = json(lines.get(1)).orElseThrow(() -> new IllegalArgumentException(lines.get(0)));
        for (var column : TRANSLATED) {
            if (!cells.containsKey(column)) {
                throw new IllegalArgumentException(lines.get(0) + " has no cell for " + column);
            }
        }
        return new Row(section, lines.get(0), (ObjectNode) fields, cells);
    }

    private static Stream<String> columns(String name) {
        return switch (name) {
            case "all" -> TRANSLATED.stream();
            case "family" -> FAMILY.stream();
            default -> Stream.of(name);
        };
    }

    /** JSON with single quotes. */
    private static Optional<JsonNode> json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
