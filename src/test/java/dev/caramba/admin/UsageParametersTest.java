package dev.caramba.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import dev.caramba.usage.UsageQuery.Part;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageParametersTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final Caller OPERATOR = new Caller("ops", Grant.ALL);
    private static final Caller ALICE = new Caller("alice", Grant.CALL);

    @Test
    void asks_for_everything_of_today_unless_something_else_is_said() {
        var query = given(Map.of()).query(OPERATOR, TODAY);

        assertEquals(TODAY, query.from());
        assertEquals(TODAY, query.to());
        assertEquals(Map.of(), query.only());
        assertEquals(List.of(Part.values()), query.group());
    }

    @Test
    void reads_what_is_said() {
        var query = given(Map.of(
                        "from", "2026-11-01",
                        "to", "2026-11-20",
                        "caller", "bob",
                        "route", "fast",
                        "provider", "openai",
                        "model", "gpt-4o-mini",
                        "group", "caller, day"))
                .query(OPERATOR, TODAY);

        assertEquals(LocalDate.parse("2026-11-01"), query.from());
        assertEquals(LocalDate.parse("2026-11-20"), query.to());
        assertEquals(
                Map.of(Part.CALLER, "bob", Part.ROUTE, "fast", Part.PROVIDER, "openai", Part.MODEL, "gpt-4o-mini"),
                query.only());
        assertEquals(List.of(Part.CALLER, Part.DAY), query.group());
    }

    @Test
    void one_day_alone_is_the_first_or_the_only_one() {
        assertEquals(
                TODAY,
                given(Map.of("from", "2026-11-01")).query(OPERATOR, TODAY).to());
        assertEquals(
                LocalDate.parse("2026-11-01"),
                given(Map.of("to", "2026-11-01")).query(OPERATOR, TODAY).from());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from | yesterday | from (expected: a day such as 2026-11-22)",
                "to | 2026-02-30 | to (expected: a day such as 2026-11-22)",
                "from | 2026-11-23 | from (expected: a day that is not after the last one)",
                "from | 2020-01-01 | from (expected: at most 366 days)",
                "group | key | group (expected: some of day, caller, route, provider, model, separated by commas)"
            })
    void what_cannot_be_read_is_told_with_its_name(String name, String value, String message) {
        var e = assertThrows(
                HttpErrorException.class, () -> given(Map.of(name, value)).query(OPERATOR, TODAY));

        assertEquals(400, e.error().status());
        assertEquals(Optional.of(name), e.error().param());
        assertEquals(message, e.error().message());
    }

    @Test
    void who_is_no_operator_sees_their_own_alone() {
        assertEquals(
                Map.of(Part.CALLER, "alice"),
                given(Map.of("caller", "alice")).query(ALICE, TODAY).only());
        for (var given : List.of(Map.<String, String>of(), Map.of("caller", "bob"))) {
            var e = assertThrows(HttpErrorException.class, () -> given(given).query(ALICE, TODAY));

            assertEquals(403, e.error().status());
            assertEquals("permission_denied", e.error().code());
        }
    }

    @Test
    void the_format_is_named_or_accepted() {
        assertTrue(given(Map.of("format", "CSV")).wantsCsv(Optional.empty()));
        assertTrue(given(Map.of()).wantsCsv(Optional.of("text/csv, */*")));
        assertFalse(given(Map.of("format", "json")).wantsCsv(Optional.of("text/csv")));
        assertFalse(given(Map.of()).wantsCsv(Optional.of("*/*")));

        var e = assertThrows(
                HttpErrorException.class, () -> given(Map.of("format", "xml")).wantsCsv(Optional.empty()));

        assertEquals(Optional.of("format"), e.error().param());
    }

    private static UsageParameters given(Map<String, String> parameters) {
        return new UsageParameters(name -> Optional.ofNullable(parameters.get(name)));
    }
}
