package dev.caramba.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.usage.UsageFigures;
import dev.caramba.usage.UsageQuery;
import dev.caramba.usage.UsageQuery.Part;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTextTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final UsageQuery BY_MODEL = new UsageQuery(DAY, DAY, Map.of(), List.of(Part.MODEL));
    private static final UsageFigures FIGURES = new UsageFigures(1, 0, 2, 1, 1, 10, 4, 20, 3, 1_500, 0);

    private static final String FIGURES_TEXT =
            "\"calls\":1,\"errors\":0,\"attempts\":2,\"failures\":1,\"untold\":1,\"inputTokens\":10,"
                    + "\"cachedInputTokens\":4,\"outputTokens\":20,\"reasoningTokens\":3,\"cost\":0.000001500,\"unpriced\":0";

    @Test
    void json_has_a_row_for_each_key_and_their_sum() {
        var json = UsageText.json(BY_MODEL, Map.of(List.of("m"), FIGURES));

        assertEquals(
                "{\"from\":\"2026-11-22\",\"to\":\"2026-11-22\",\"currency\":\"USD\",\"total\":{" + FIGURES_TEXT
                        + "},\"rows\":[{\"model\":\"m\"," + FIGURES_TEXT + "}]}",
                Json.write(json));
    }

    @Test
    void a_cost_without_any_price_is_not_known() {
        var unpriced = new UsageFigures(1, 0, 1, 0, 0, 10, 0, 20, 0, 0, 1);

        assertEquals(
                "null",
                UsageText.json(BY_MODEL, Map.of(List.of("m"), unpriced))
                        .path("rows")
                        .path(0)
                        .path("cost")
                        .toString());
        assertEquals("m,1,0,1,0,0,10,0,20,0,,1", line(UsageText.csv(BY_MODEL, Map.of(List.of("m"), unpriced))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-4o | gpt-4o",
                "- | -",
                "=HYPERLINK(1) | '=HYPERLINK(1)",
                "+1 | '+1",
                "-1 | '-1",
                "@SUM(A1) | '@SUM(A1)",
                "a,b | \"a,b\"",
                "a\"b | \"a\"\"b\"",
                "=a,\"b | \"'=a,\"\"b\""
            },
            quoteCharacter = '~')
    void csv_holds_no_formula_and_keeps_each_name_in_its_cell(String model, String cell) {
        var csv = UsageText.csv(BY_MODEL, Map.of(List.of(model), FIGURES));

        assertEquals(cell + ",1,0,2,1,1,10,4,20,3,0.000001500,0", line(csv));
    }

    @Test
    void csv_keeps_line_breaks_within_a_cell() {
        var csv = UsageText.csv(BY_MODEL, Map.of(List.of("a\r\nb"), FIGURES));

        assertEquals("\"a\r\nb\",1,0,2,1,1,10,4,20,3,0.000001500,0\r\n", csv.substring(csv.indexOf("\r\n") + 2));
    }

    private static String line(String csv) {
        return csv.split("\r\n")[1];
    }
}
