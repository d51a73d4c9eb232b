package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Last resorts, refusals, and what the caller is told in the end.
 * Longer than other files: one list of cases, sentence by sentence.
 */
class BalancedProviderFallbackTest {

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void fallbacks_are_asked_in_order_and_after_all_peers() {
        // Given
        Stream.of("a", "b").forEach(name -> bench.peer(name).always(Scripts.fails(FailureKind.TIMEOUT)));
        Stream.of("f", "g").forEach(name -> bench.fallback(name).always(Scripts.fails(FailureKind.TIMEOUT)));
        bench.fallback("h");

        // When
        var call = bench.call();

        // Then
        assertEquals("h", call.answer());
        assertEquals(List.of("a timeout", "b timeout", "f timeout", "g timeout", "h success"), call.attempts());
    }

    @Test
    void a_target_is_asked_again_before_a_fallback_is() {
        // Given
        var a = bench.peer("a").always(Scripts.fails(FailureKind.UNAVAILABLE));
        bench.fallback("f");

        // When
        var call = bench.call();
        bench.advance(375);

        // Then
        assertEquals("f", call.answer());
        assertEquals(2, a.asked());
    }

    @Test
    void retries_leave_the_last_attempt_to_a_fallback() {
        // Given
        Stream.of("a", "b").forEach(name -> bench.peer(name).always(Scripts.limitedFor(Duration.ofSeconds(1))));
        bench.fallback("f");

        // When
        var call = bench.call();
        bench.advance(1100);
        bench.advance(1100);

        // Then
        assertEquals("f", call.answer());
        assertEquals(5, call.attempts().size());
    }

    @Test
    void a_long_wait_is_not_sat_out_while_a_fallback_remains() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofMillis(3001)));
        bench.fallback("f");

        // When
        var call = bench.call();

        // Then
        assertEquals("f", call.answer());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_short_wait_is_sat_out_although_a_fallback_remains() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofMillis(2999)));
        var fallback = bench.fallback("f");

        // When
        var call = bench.call();
        bench.advance(3000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(0, fallback.asked());
    }

    @Test
    void a_long_wait_is_sat_out_when_the_fallbacks_are_cooling_down_and_nobody_waits() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(10)));
        bench.fallback("f");
        bench.coolDown("f", Duration.ofSeconds(60));

        // When
        var call = bench.callOfNobody();
        bench.advance(10_001);

        // Then
        assertEquals("a", call.answer());
    }

    @Test
    void a_long_wait_is_told_when_the_fallbacks_are_cooling_down_and_somebody_waits() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(10)));
        bench.fallback("f");
        bench.coolDown("f", Duration.ofSeconds(60));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(Optional.of(Duration.ofSeconds(10)), call.error().failure().retryAfter());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void nobody_is_asked_when_all_are_rate_limited_and_that_is_told() {
        // Given
        bench.peer("a");
        bench.peer("b");
        bench.fallback("f");
        Stream.of("a", "b", "f")
                .forEach(name -> bench.coolDown(name, FailureKind.RATE_LIMITED, Duration.ofSeconds(60)));
        bench.coolDown("g", Duration.ofSeconds(60));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(Optional.of(Duration.ofSeconds(60)), call.error().failure().retryAfter());
        assertEquals(List.of(), call.attempts());
    }

    @Test
    void one_that_is_left_alone_for_something_else_makes_it_a_matter_of_the_service() {
        // Given
        bench.peer("a");
        bench.fallback("f");
        bench.coolDown("a", FailureKind.RATE_LIMITED, Duration.ofSeconds(60));
        bench.coolDown("f", FailureKind.OVERLOADED, Duration.ofSeconds(20));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.NO_CANDIDATE, call.errorKind());
        assertEquals(Optional.of(Duration.ofSeconds(20)), call.error().failure().retryAfter());
    }

    @Test
    void a_wait_that_was_told_is_not_shorter_than_the_cooldown_in_force() {
        // Given
        var busy = Failure.of(FailureKind.OVERLOADED, "busy")
                .withStatus(503)
                .withRetryAfter(Optional.of(Duration.ofSeconds(1)));
        bench.peer("a").then(Scripts.fails(busy)).then(Scripts.fails(FailureKind.NETWORK));
        var call = bench.call();

        // When
        bench.advance(1001);

        // Then
        assertEquals(
                busy.withRetryAfter(Optional.of(Duration.ofSeconds(10))),
                call.error().failure());
    }

    @Test
    void a_fallback_that_is_cooling_down_is_passed_over() {
        // Given
        bench.peer("a").always(Scripts.fails(FailureKind.TIMEOUT));
        var f = bench.fallback("f");
        bench.fallback("g");
        bench.coolDown("f", Duration.ofSeconds(60));

        // When
        var call = bench.call();

        // Then
        assertEquals("g", call.answer());
        assertEquals(0, f.asked());
    }

    @Test
    void a_fallback_is_asked_when_all_peers_are_cooling_down() {
        // Given
        var a = bench.peer("a");
        bench.fallback("f");
        bench.coolDown("a", Duration.ofSeconds(60));

        // When
        var call = bench.call();

        // Then
        assertEquals("f", call.answer());
        assertEquals(0, a.asked());
        assertEquals(List.of("f success"), call.attempts());
    }

    @Test
    void nobody_is_asked_when_all_are_cooling_down_and_the_soonest_end_is_told() {
        // Given
        var a = bench.peer("a");
        var b = bench.peer("b");
        var f = bench.fallback("f");
        bench.coolDown("a", Duration.ofSeconds(60));
        bench.coolDown("b", Duration.ofSeconds(40));
        bench.coolDown("f", Duration.ofSeconds(50));
        bench.advance(1000);

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.NO_CANDIDATE, call.errorKind());
        assertEquals(Optional.of(Duration.ofSeconds(39)), call.error().failure().retryAfter());
        assertEquals(List.of(0, 0, 0), List.of(a.asked(), b.asked(), f.asked()));
        assertEquals(List.of(), call.attempts());
        assertEquals(0, call.trail().begun());
    }

    @Test
    void the_soonest_end_may_be_that_of_a_fallback() {
        // Given
        bench.peer("a");
        bench.fallback("f");
        bench.coolDown("a", Duration.ofSeconds(60));
        bench.coolDown("f", Duration.ofSeconds(20));

        // When
        var call = bench.call();

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(20)), call.error().failure().retryAfter());
    }

    @Test
    void the_final_error_is_that_of_the_first_candidate_and_the_trail_has_them_all() {
        // Given
        bench.peer("a").always(Scripts.fails(FailureKind.TIMEOUT));
        bench.peer("b").always(Scripts.fails(FailureKind.AUTHENTICATION));
        bench.fallback("f").always(Scripts.fails(FailureKind.NOT_FOUND));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout", "b authentication", "f not_found"), call.attempts());
    }

    @Test
    void of_the_first_candidates_failures_the_one_with_an_answer_says_most() {
        // Given
        var answered = Failure.of(FailureKind.OVERLOADED, "busy").withStatus(503);
        bench.peer("a").then(Scripts.fails(answered)).then(Scripts.fails(FailureKind.NETWORK));
        var call = bench.call();

        // When
        bench.advance(375);

        // Then
        assertEquals(answered, call.error().failure());
        assertEquals(List.of("a overloaded", "a network"), call.attempts());
    }

    @Test
    void of_several_answers_the_latest_is_told_with_its_wait() {
        // Given
        bench.peer("a")
                .then(Scripts.limitedFor(Duration.ofSeconds(1)))
                .then(Scripts.limitedFor(Duration.ofSeconds(2)))
                .then(Scripts.limitedFor(Duration.ofSeconds(7)));
        var call = bench.call();

        // When
        bench.advance(10_000);

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(7)), call.error().failure().retryAfter());
    }

    @Test
    void the_wait_that_is_told_is_bounded() {
        // Given
        bench.peer("a").always(Scripts.limitedFor(Duration.ofHours(1)));

        // When
        var call = bench.call();

        // Then
        assertEquals(Optional.of(Duration.ofMinutes(5)), call.error().failure().retryAfter());
    }

    @Test
    void a_rate_limit_without_a_hint_is_told_with_the_cooldown_it_opened() {
        // Given
        var one = BalancerFixture.withMaxAttempts(1);
        one.peer("a").always(Scripts.fails(FailureKind.RATE_LIMITED));

        // When
        var call = one.call();

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(5)), call.error().failure().retryAfter());
    }

    @Test
    void what_only_the_caller_can_mend_is_told_whoever_found_it() {
        // Given
        bench.peer("a").always(Scripts.fails(FailureKind.TIMEOUT));
        bench.peer("b").always(Scripts.fails(FailureKind.INVALID_REQUEST));
        var f = bench.fallback("f");

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.INVALID_REQUEST, call.errorKind());
        assertEquals(0, f.asked());
    }
}
