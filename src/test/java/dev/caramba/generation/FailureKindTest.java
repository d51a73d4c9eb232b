package dev.caramba.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.FailureKind.Effect;
import dev.caramba.generation.FailureKind.Failover;
import dev.caramba.generation.FailureKind.Retry;
import dev.caramba.generation.FailureKind.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of failures, written out a second time. */
class FailureKindTest {

    private static final String TABLE = """
            kind              caller  again   fails over     effect         scope     code
            invalid_request   400     NEVER   NEVER          NONE           NONE      invalid_request
            unsupported       400     NEVER   ABLER          NONE           NONE      invalid_request
            unreadable        400     NEVER   ABLER          NONE           NONE      invalid_request
            context_length    400     NEVER   LARGER_WINDOW  NONE           NONE      context_length_exceeded
            content_filter    400     NEVER   NEVER          NONE           NONE      content_filter
            authentication    502     NEVER   YES            LONG_COOLDOWN  PROVIDER  provider_authentication
            permission        502     NEVER   YES            LONG_COOLDOWN  PROVIDER  provider_permission
            quota_exhausted   429     NEVER   YES            LONG_COOLDOWN  PROVIDER  insufficient_quota
            not_found         404     NEVER   YES            LONG_COOLDOWN  TARGET    model_not_found
            rate_limited      429     TWICE   YES            COOLDOWN       TARGET    rate_limit_exceeded
            overloaded        503     ONCE    YES            FAILURE        TARGET    overloaded
            unavailable       502     ONCE    YES            FAILURE        TARGET    unavailable
            network           502     ONCE    YES            FAILURE        TARGET    network
            timeout           504     NEVER   YES            FAILURE        TARGET    timeout
            protocol          502     ONCE    YES            FAILURE        TARGET    protocol
            cancelled         499     NEVER   NEVER          NONE           NONE      cancelled
            no_candidate      503     NEVER   NEVER          NONE           NONE      no_candidate
            stopping          503     NEVER   NEVER          NONE           NONE      stopping
            caller_limit      429     NEVER   NEVER          NONE           NONE      rate_limit_exceeded
            caller_budget     429     NEVER   NEVER          NONE           NONE      insufficient_quota
            """;

    private record Row(
            FailureKind kind, int status, Retry retry, Failover failover, Effect effect, Scope scope, String code) {

        static Row of(String line) {
            var cells = line.split("\\s+");
            return new Row(
                    FailureKind.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                    Integer.parseInt(cells[1]),
                    Retry.valueOf(cells[2]),
                    Failover.valueOf(cells[3]),
                    Effect.valueOf(cells[4]),
                    Scope.valueOf(cells[5]),
                    cells[6]);
        }

        @Override
        public String toString() {
            return kind.name();
        }
    }

    static Stream<Row> rows() {
        return TABLE.lines().skip(1).map(Row::of);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_kind_says_what_its_row_says(Row row) {
        // When
        var kind = row.kind();

        // Then
        assertEquals(
                row,
                new Row(kind, kind.status(), kind.retry(), kind.failover(), kind.effect(), kind.scope(), kind.code()));
    }

    @Test
    void a_kind_goes_by_its_name_outside_but_for_the_request_that_another_may_serve() {
        assertEquals("invalid_request", FailureKind.UNSUPPORTED.wireName());
        assertEquals("invalid_request", FailureKind.UNREADABLE.wireName());
        assertEquals(
                List.of(),
                EnumSet.complementOf(EnumSet.of(FailureKind.UNSUPPORTED, FailureKind.UNREADABLE)).stream()
                        .filter(kind -> !kind.wireName().equals(kind.name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Test
    void every_kind_has_its_row() {
        // When
        var kinds = rows().map(Row::kind).toList();

        // Then
        assertEquals(EnumSet.allOf(FailureKind.class), EnumSet.copyOf(kinds));
        assertEquals(FailureKind.values().length, kinds.size());
    }
}
