package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.FunctionCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One deadline over the call, and the first-token timeout of an attempt. */
class BalancedProviderDeadlineTest {

    private static final long FIRST_TOKEN_MILLIS = BalancerFixture.FIRST_TOKEN_TIMEOUT.toMillis();

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void the_configured_deadline_ends_an_attempt_as_a_timeout() {
        // Given
        var a = bench.peer("a").then(Scripts.isSilent());
        var call = bench.call();
        bench.time.advance(BalancerFixture.DEADLINE.minusMillis(1));
        assertFalse(call.ended());

        // When
        bench.advance(1);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout"), bench.store.reports());
        assertEquals(1, bench.status("a").failures());
        assertEquals(1, a.cancellations());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_callers_shorter_deadline_is_never_held_against_a_target() {
        // Given
        var a = bench.peer("a").always(Scripts.isSilent());
        var b = bench.peer("b");
        var call = bench.callWithin(Duration.ofSeconds(1));

        // When
        bench.advance(1000);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout"), call.attempts());
        assertEquals(List.of("a ignored"), bench.store.reports());
        assertEquals(0, bench.status("a").failures());
        assertEquals(List.of(1, 0), List.of(a.cancellations(), b.asked()));
    }

    @Test
    void a_failure_before_a_callers_shorter_deadline_counts() {
        // Given
        bench.peer("a").then(Scripts.fails(FailureKind.TIMEOUT));

        // When
        bench.callWithin(Duration.ofSeconds(1));

        // Then
        assertEquals(List.of("a timeout"), bench.store.reports());
        assertEquals(1, bench.status("a").failures());
    }

    @Test
    void the_deadline_ends_a_committed_answer_with_a_partial_error_and_is_not_held_against_the_target() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        var b = bench.peer("b");
        var call = bench.call();

        // When
        bench.time.advance(BalancerFixture.DEADLINE);

        // Then
        assertTrue(call.error().partial());
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout"), call.attempts());
        assertEquals(List.of("a ignored"), bench.store.reports());
        assertEquals(0, bench.status("a").failures());
        assertEquals(0, b.asked());
    }

    @Test
    void the_deadline_is_one_over_all_attempts() {
        // Given
        bench.peer("a").then(Scripts.after(bench.time, Duration.ofSeconds(8), Scripts.fails(FailureKind.TIMEOUT)));
        bench.peer("b").then(Scripts.isSilent());
        var call = bench.call();

        // When
        bench.time.advance(BalancerFixture.DEADLINE);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout", "b timeout"), bench.store.reports());
    }

    @Test
    void a_call_whose_deadline_has_passed_ends_at_once() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b");
        var call = bench.callWithin(Duration.ZERO);

        // When
        bench.advance(0);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(0, bench.status("a").failures());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_silent_attempt_is_given_up_while_a_peer_remains() {
        // Given
        var a = bench.peer("a").then(Scripts.isSilent());
        bench.peer("b");
        var call = bench.call();
        bench.advance(FIRST_TOKEN_MILLIS - 1);
        assertEquals(1, a.underWay());

        // When
        bench.advance(1);

        // Then
        assertEquals("b", call.answer());
        assertEquals(1, a.cancellations());
        assertEquals(List.of("a timeout", "b success"), bench.store.reports());
    }

    @Test
    void a_silent_attempt_is_given_up_while_a_fallback_remains() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.fallback("f");
        var call = bench.call();

        // When
        bench.advance(FIRST_TOKEN_MILLIS);

        // Then
        assertEquals("f", call.answer());
    }

    @Test
    void a_head_is_no_token() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(Scripts.start("a")));
        bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(FIRST_TOKEN_MILLIS);

        // Then
        assertEquals("b", call.answer());
    }

    @Test
    void after_the_first_token_there_is_no_such_limit() {
        // Given
        var a = bench.peer("a").then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(FIRST_TOKEN_MILLIS * 5);

        // Then
        assertFalse(call.ended());
        assertEquals(1, a.underWay());
    }

    @Test
    void alone_a_slow_target_is_better_than_none() {
        // Given
        bench.peer("a").then(Scripts.after(bench.time, Duration.ofSeconds(60), Scripts.answers("slow")));
        var call = bench.call();

        // When
        bench.advance(60_000);

        // Then
        assertEquals("slow", call.answer());
    }

    @Test
    void the_last_of_several_is_given_all_the_time_there_is() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(Scripts.after(bench.time, Duration.ofSeconds(60), Scripts.answers("slow")));
        var call = bench.call();

        // When
        bench.advance(70_000);

        // Then
        assertEquals("slow", call.answer());
    }

    @Test
    void a_slow_target_is_kept_while_the_others_are_cooling_down() {
        // Given
        bench.peer("a").then(Scripts.after(bench.time, Duration.ofSeconds(60), Scripts.answers("slow")));
        bench.peer("b");
        bench.coolDown("b", Duration.ofSeconds(90));
        var call = bench.call();

        // When
        bench.advance(60_000);

        // Then
        assertEquals("slow", call.answer());
    }

    @Test
    void a_slow_target_is_kept_while_the_fallbacks_are_cooling_down() {
        // Given
        bench.peer("a").then(Scripts.after(bench.time, Duration.ofSeconds(60), Scripts.answers("slow")));
        bench.fallback("f");
        bench.coolDown("f", Duration.ofSeconds(90));
        var call = bench.call();

        // When
        bench.advance(60_000);

        // Then
        assertEquals("slow", call.answer());
    }

    @Test
    void a_slow_target_is_kept_when_the_others_have_gone_into_a_cooldown_meanwhile() {
        // Given
        bench.peer("a").then(Scripts.after(bench.time, Duration.ofSeconds(60), Scripts.answers("slow")));
        bench.peer("b");
        var call = bench.call();
        bench.advance(FIRST_TOKEN_MILLIS / 2);
        bench.coolDown("b", Duration.ofSeconds(90));
        bench.call().cancel();

        // When
        bench.advance(55_000);

        // Then
        assertEquals("slow", call.answer());
    }

    @Test
    void whether_it_is_alone_is_told_to_the_provider_while_its_attempt_lasts() {
        // Given
        var a = bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(Scripts.isSilent());

        // When
        bench.call();

        // Then
        assertFalse(a.isAlone());

        // When
        bench.coolDown("b", Duration.ofSeconds(90));
        bench.call().cancel();

        // Then
        assertTrue(a.isAlone());
    }

    @Test
    void who_has_begun_an_answer_that_nobody_can_go_on_with_is_alone() {
        // Given
        var toolCall = new Event.ToolCall(0, new FunctionCall("c1", "weather", "{}"));
        var a = bench.peer("a").then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        var b = bench.peer("b").then(Scripts.stallsAfter(toolCall));

        // When
        bench.call();
        bench.call();

        // Then
        assertFalse(a.isAlone());
        assertTrue(b.isAlone());
    }

    @Test
    void without_resume_whoever_has_begun_an_answer_is_alone() {
        // Given
        var without = BalancerFixture.withoutResume();
        var a = without.peer("a").then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        without.peer("b");

        // When
        without.call();

        // Then
        assertTrue(a.isAlone());
    }

    @Test
    void a_slow_target_is_kept_when_no_further_attempt_is_allowed() {
        // Given
        var one = BalancerFixture.withMaxAttempts(1);
        one.peer("a").then(Scripts.after(one.time, Duration.ofSeconds(60), Scripts.answers("slow")));
        one.peer("b");
        var call = one.call();

        // When
        one.advance(60_000);

        // Then
        assertEquals("slow", call.answer());
    }

    @Test
    void a_unary_answer_has_no_first_token_to_wait_for() {
        // Given
        bench.peer("a").then(Scripts.after(bench.time, Duration.ofSeconds(50), Scripts.answers("slow")));
        bench.peer("b");
        var call = bench.unaryCall();

        // When
        bench.advance(50_000);

        // Then
        assertEquals("slow", call.answer());
    }
}
