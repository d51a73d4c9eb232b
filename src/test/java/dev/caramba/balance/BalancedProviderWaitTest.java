package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.AttemptOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a call waits before it asks a target again. */
class BalancedProviderWaitTest {

    private final BalancerFixture bench = new BalancerFixture();

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
        var call = bench.callOfNobody();
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
        var call = bench.callOfNobody();
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
    void a_long_wait_is_sat_out_by_a_call_that_nobody_waits_for() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(60)));

        // When
        var call = bench.callOfNobody();
        bench.advance(60_001);

        // Then
        assertEquals("a", call.answer());
    }

    @ParameterizedTest
    @CsvSource({"3000, 1", "2999, 2"})
    void a_call_that_somebody_waits_for_sits_out_short_waits_only(long millis, int requests) {
        // Given
        var a = bench.peer("a").then(Scripts.limitedFor(Duration.ofMillis(millis)));

        // When
        bench.call();
        bench.advance(60_000);

        // Then
        assertEquals(requests, a.asked());
    }

    @Test
    void who_finds_a_target_dead_does_not_sit_out_its_cooldown() {
        // Given
        var a = bench.peer("a").always(Scripts.fails(FailureKind.OVERLOADED));
        bench.call();
        bench.advance(375);

        // When
        var third = bench.call();

        // Then
        assertEquals(FailureKind.OVERLOADED, third.errorKind());
        assertEquals(Optional.of(Duration.ofSeconds(5)), third.error().failure().retryAfter());
        assertEquals(3, a.asked());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_short_wait_for_another_is_sat_out_when_that_for_the_last_is_too_long() {
        // Given
        var a = bench.peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));
        bench.peer("b").then(Scripts.limitedFor(Duration.ofSeconds(60)));

        // When
        var call = bench.call();
        bench.advance(375);

        // Then
        assertEquals("a", call.answer());
        assertEquals(2, a.asked());
    }

    @Test
    void without_any_wait_fallbacks_are_asked_at_once() {
        // Given
        var hasty = BalancerFixture.withMaxRetryWait(Duration.ZERO);
        var a = hasty.peer("a").always(Scripts.fails(FailureKind.UNAVAILABLE));
        hasty.fallback("f");

        // When
        var call = hasty.call();

        // Then
        assertEquals("f", call.answer());
        assertEquals(1, a.asked());
        assertEquals(0, hasty.time.pending());
    }

    @Test
    void without_any_wait_a_target_alone_is_asked_once() {
        // Given
        var hasty = BalancerFixture.withMaxRetryWait(Duration.ZERO);
        hasty.peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));

        // When
        var call = hasty.call();

        // Then
        assertEquals(FailureKind.UNAVAILABLE, call.errorKind());
        assertEquals(0, hasty.time.pending());
    }

    @Test
    void nobody_sleeps_after_the_last_attempt() {
        // Given
        var two = BalancerFixture.withMaxAttempts(2);
        two.peer("a").always(Scripts.limitedFor(Duration.ofSeconds(1)));
        var call = two.call();

        // When
        two.advance(1001);

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(2, call.attempts().size());
        assertEquals(0, two.time.pending());
    }

    private static AttemptOutcome failed(FailureKind kind) {
        return new AttemptOutcome.Failed(Failure.of(kind, "before"));
    }

    private static List<Duration> millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }
}
