package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.FieldTable.Cell;
import dev.caramba.dialect.FieldTable.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the table of fields as the page {@code docs/field-table.md}. */
final class FieldTablePage {

    private static final String HEAD = """
            # Fields of a chat completion, provider by provider

            What becomes of each field of `POST /v1/chat/completions` in the request to a provider. This page is written by
            `FieldTableTest`, which checks every cell: `./mvnw test -Dtest=FieldTableTest -Dfield-table.write=true`.

            | word | meaning |
            | --- | --- |
            | sent as it came | the caller's own JSON is passed on, fields that Caramba does not know too |
            | sent, and a path | the field's own name and value arrive there |
            | translated, and a path | the field arrives there in the provider's form |
            | **named** | the field is left out and named in `x-caramba-dropped-params`; with `"strictParams":true` the request is refused, and this provider is not asked |
            | **passed over** | content is never left out: the provider is not asked, and with none left the answer is a 400 that names the part |
            | no loss | nothing has to be sent: the field asks for what happens anyway, or is said in another way |

            *Family* is OpenAI, NVIDIA, LM Studio, the chat router of Hugging Face and every OpenAI-compatible endpoint; what one of
            them does otherwise is told in the cell. *OpenAI* there is one of its reasoning models, which refuse some parameters.
            *Text generation* is Hugging Face's API for models without roles. Other columns: Claude 4.6, Gemini 3, Command A.
            """;

    private static final List<String> COLUMNS =
            List.of("Field", "Family", "Anthropic", "Google", "Cohere", "Ollama", "Text generation");

    private static final Map<String, String> NAMES = Map.of(
            "openai", "OpenAI",
            "nvidia", "NVIDIA",
            "lmstudio", "LM Studio",
            "huggingface", "Hugging Face",
            "openai-compatible", "OpenAI-compatible");

    private FieldTablePage() {}

    static String of(FieldTable table) {
        var page = new StringBuilder(HEAD);
        var section = "";
        for (var row : table.rows()) {
            if (!row.section().equals(section)) {
                section = row.section();
                page.append("\n## ").append(section).append("\n\n").append(line(COLUMNS));
                page.append(line(COLUMNS.stream().map(name -> "---").toList()));
            }
            page.append(line(row));
        }
        return page.toString();
    }

    private static String line(Row row) {
        var cells = new ArrayList<String>();
        cells.add(row.name());
        cells.add(family(row));
        FieldTable.TRANSLATED.forEach(column -> cells.add(written(row, column)));
        return line(cells);
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Returns what most of the family do, and what the others do. */
    private static String family(Row row) {
        var byCell = FieldTable.FAMILY.stream()
                .collect(
                        Collectors.groupingBy(column -> written(row, column), LinkedHashMap::new, Collectors.toList()));
        if (byCell.size() == 1) {
            return byCell.keySet().iterator().next();
        }
        return byCell.entrySet().stream()
                .map(entry -> entry.getValue().stream().map(NAMES::get).collect(Collectors.joining(", ")) + ": "
                        + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String written(Row row, String column) {
        var cell = row.cell(column);
        return switch (cell.kind()) {
            case AS_IT_CAME -> "sent as it came";
            case PASSED_OVER -> "**passed over**";
            case NO_LOSS -> "no loss";
            case WRITTEN -> written(row, cell);
        };
    }

    private static String written(Row row, Cell cell) {
        var told = new ArrayList<String>();
        cell.places()
                .forEach((place, value) ->
                        told.add((isSent(row.fields(), place, value) ? "sent `" : "translated `") + path(place) + "`"));
        if (!cell.named().isEmpty()) {
            told.add("**named** "
                    + cell.named().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")));
        }
        return String.join("; ", told);
    }

    /** Returns whether the place has the name and the value of a field of the request. */
    private static boolean isSent(JsonNode fields, String place, JsonNode value) {
        var name = place.substring(place.lastIndexOf('/') + 1);
        return fields.findValues(name).contains(value);
    }

    /** Returns a JSON pointer as a path such as {@code messages[0].content}. */
    private static String path(String pointer) {
        return pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }
}
