package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a call waits before it asks a target again. */
class BalancedProviderWaitTest {

    private final Bench bench = new Bench();

    @Test
    void the_wait_that_was_asked_for_is_sat_out_and_not_a_moment_less() {
        // Given
        var a = bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(2)));

        // When
        var call = bench.call();
        bench.advance(2000);
        assertEquals(1, a.asked());
        bench.advance(1);

        // Then
        assertEquals("a", call.answer());
    }

    @Test
    void a_rate_limit_without_a_hint_is_waited_for_as_long_as_its_cooldown() {
        // Given
        var a = bench.peer("a").then(Scripts.fails(FailureKind.RATE_LIMITED));

        // When
        var call = bench.call();
        bench.advance(6000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(millis(0, 5001), a.askedAt());
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "UNAVAILABLE", "NETWORK", "PROTOCOL"})
    void the_cooldown_that_a_failure_opens_binds_its_own_call(FailureKind kind) {
        // Given
        bench.store.report(bench.lease("a"), failed(kind)).await().indefinitely();
        bench.store.report(bench.lease("a"), failed(kind)).await().indefinitely();
        var a = bench.peer("a").then(Scripts.fails(kind));

        // When
        var call = bench.call();
        bench.advance(6000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(millis(0, 5001), a.askedAt());
    }

    @Test
    void the_wait_for_an_earlier_target_counts_from_its_failure() {
        // Given
        var a = bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(2)));
        bench.peer("b").then(Scripts.after(bench.time, Duration.ofMillis(1500), Scripts.fails(FailureKind.TIMEOUT)));

        // When
        var call = bench.call();
        bench.advance(2001);

        // Then
        assertEquals("a", call.answer());
        assertEquals(millis(0, 2001), a.askedAt());
    }

    @Test
    void a_peer_that_is_ready_after_the_wait_takes_over_when_the_target_is_not() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(2)));
        bench.peer("b");
        bench.coolDown("b", Duration.ofSeconds(1));
        var call = bench.call();
        bench.advance(2000);
        var probeOfAnother = bench.lease("a");

        // When
        bench.advance(1);

        // Then
        assertTrue(probeOfAnother.probe());
        assertEquals("b", call.answer());
    }

    @Test
    void a_wait_beyond_the_deadline_is_not_begun() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(200)));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(
                Optional.of(Duration.ofSeconds(200)), call.error().failure().retryAfter());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_backoff_beyond_the_deadline_is_not_begun() {
        // Given
        bench.peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));

        // When
        var call = bench.callWithin(Duration.ofMillis(300));

        // Then
        assertEquals(FailureKind.UNAVAILABLE, call.errorKind());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_long_wait_is_sat_out_when_nobody_else_is_left() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(60)));

        // When
        var call = bench.call();
        bench.advance(60_001);

        // Then
        assertEquals("a", call.answer());
    }

    @Test
    void nobody_sleeps_after_the_last_attempt() {
        // Given
        var two = Bench.withMaxAttempts(2);
        two.peer("a").always(Scripts.fails(FailureKind.RATE_LIMITED));
        var call = two.call();

        // When
        two.advance(5001);

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(2, call.attempts().size());
        assertEquals(0, two.time.pending());
    }

    private static Outcome failed(FailureKind kind) {
        return new Outcome.Failed(Failure.of(kind, "before"));
    }

    private static List<Duration> millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }
}
