package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of failures as a caller, a provider and the store see it. */
class BalancedProviderFailureTableTest {

    /** Attempts alone; whether a peer is asked; what the store knows after the attempts alone. */
    private static final String TABLE = """
            kind              status  alone  peer   state     failures  cooldown
            INVALID_REQUEST   400     1      false  HEALTHY   0         0
            UNSUPPORTED       400     1      true   HEALTHY   0         0
            UNREADABLE        400     1      true   HEALTHY   0         0
            CONTEXT_LENGTH    400     1      true   HEALTHY   0         0
            CONTENT_FILTER    400     1      false  HEALTHY   0         0
            AUTHENTICATION    502     1      true   COOLDOWN  1         300
            PERMISSION        502     1      true   COOLDOWN  1         300
            QUOTA_EXHAUSTED   429     1      true   COOLDOWN  1         300
            NOT_FOUND         404     1      true   COOLDOWN  1         300
            RATE_LIMITED      429     3      true   COOLDOWN  3         1
            OVERLOADED        503     2      true   HEALTHY   2         0
            UNAVAILABLE       502     2      true   HEALTHY   2         0
            NETWORK           502     2      true   HEALTHY   2         0
            TIMEOUT           504     1      true   HEALTHY   1         0
            PROTOCOL          502     2      true   HEALTHY   2         0
            """;

    private record Row(
            FailureKind kind, int status, int alone, boolean peer, State state, int failures, Duration cooldown) {

        static Row of(String line) {
            var cells = line.split("\\s+");
            return new Row(
                    FailureKind.valueOf(cells[0]),
                    Integer.parseInt(cells[1]),
                    Integer.parseInt(cells[2]),
                    Boolean.parseBoolean(cells[3]),
                    State.valueOf(cells[4]),
                    Integer.parseInt(cells[5]),
                    Duration.ofSeconds(Long.parseLong(cells[6])));
        }

        /** A rate limit tells a wait that is sat out. */
        Failure failure() {
            var failure = Failure.of(kind, "it failed");
            return kind == FailureKind.RATE_LIMITED
                    ? failure.withRetryAfter(Optional.of(Duration.ofSeconds(1)))
                    : failure;
        }

        @Override
        public String toString() {
            return kind.wireName();
        }
    }

    static Stream<Row> rows() {
        return TABLE.lines().skip(1).map(Row::of);
    }

    private final BalancerFixture bench = new BalancerFixture();

    @ParameterizedTest
    @MethodSource("rows")
    void a_target_alone_is_asked_as_often_as_the_table_says(Row row) {
        // Given
        var a = bench.peer("a").always(Scripts.fails(row.failure()));

        // When
        var call = bench.call();
        bench.time.advance(Duration.ofMillis(15_010));

        // Then
        assertEquals(row.status(), call.error().failure().kind().status());
        assertEquals(row.kind(), call.errorKind());
        assertEquals(row.alone(), a.asked());
        assertEquals(Collections.nCopies(row.alone(), "a " + row.kind().wireName()), call.attempts());
        assertEquals(call.attempts(), bench.store.reports());
        assertEquals(row.failures(), bench.status("a").failures());
        assertEquals(0, bench.time.pending());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_store_learns_what_the_table_says(Row row) {
        // Given
        bench.peer("a").always(Scripts.fails(row.failure()));

        // When
        var call = bench.call();
        while (!call.ended()) {
            bench.advance(1);
        }

        // Then
        var status = bench.status("a");
        assertEquals(row.state(), status.state());
        assertEquals(
                row.cooldown(),
                status.cooldownUntil()
                        .map(until -> Duration.between(bench.time.instant(), until))
                        .orElse(Duration.ZERO));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_ready_peer_is_asked_at_once_or_never(Row row) {
        // Given
        var a = bench.peer("a").always(Scripts.fails(row.failure()));
        var b = bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals(1, a.asked());
        assertEquals(row.peer() ? 1 : 0, b.asked());
        if (row.peer()) {
            assertEquals("b", call.answer());
            assertEquals(List.of("a " + row.kind().wireName(), "b success"), bench.store.reports());
        } else {
            assertEquals(row.kind(), call.errorKind());
            assertFalse(call.error().partial());
        }
        assertEquals(0, bench.time.pending());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_fallback_is_asked_before_a_failure_that_fails_over_is_told(Row row) {
        // Given
        bench.peer("a").always(Scripts.fails(row.kind()));
        var fallback = bench.fallback("f");

        // When
        var call = bench.call();
        bench.advance(600);

        // Then
        assertEquals(row.peer() ? 1 : 0, fallback.asked());
        assertEquals(row.peer() ? "f" : "", call.text());
        assertEquals(0, bench.time.pending());
    }
}
