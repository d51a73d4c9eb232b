package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.ResumeResult;
import dev.caramba.prompt.WireFormat;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer that breaks after its first content: who goes on with it, when, and how often. */
class BalancedProviderResumeTest {

    private static final String UNCONTINUED = "it broke; the answer could not be continued";

    private final BalancerFixture bench = new BalancerFixture();

    @ParameterizedTest
    @EnumSource(
            names = {
                "NETWORK",
                "TIMEOUT",
                "PROTOCOL",
                "OVERLOADED",
                "UNAVAILABLE",
                "RATE_LIMITED",
                "QUOTA_EXHAUSTED",
                "AUTHENTICATION",
                "CONTEXT_LENGTH"
            })
    void a_peer_goes_on_at_once(FailureKind kind) {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", kind));
        bench.peer("b").then(Scripts.says("He", "llo", " there"));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello there", call.answer());
        assertEquals(
                List.of(Scripts.start("Hel")),
                call.events().stream().filter(Event.Start.class::isInstance).toList());
        assertEquals(List.of("a " + kind.wireName(), "b success"), call.attempts());
        assertEquals(List.of("a " + kind.wireName(), "b success"), bench.store.reports());
        assertEquals(Optional.of(BalancerFixture.target("a")), call.trail().answering());
        assertEquals(List.of(ResumeResult.CONTINUED), call.trail().resumptions());
    }

    @Test
    void pieces_that_build_a_message_come_from_the_first_attempt_alone() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                new Event.Start(Optional.of("2"), Optional.of("b")),
                                new Event.Other(false, piece("message_start")),
                                new Event.Other(false, piece("content_block_start")),
                                new Event.Chunk("Hello").from(Optional.of(piece("content_block_delta"))),
                                new Event.Other(false, piece("content_block_stop")),
                                new Event.Done(FinishReason.STOP, Optional.empty())
                                        .from(Optional.of(piece("message_delta")))));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(
                List.of(),
                call.events().stream()
                        .flatMap(event -> event.original().stream())
                        .toList());
    }

    private static Original piece(String type) {
        return new Original(WireFormat.MESSAGES, Json.object().put("type", type));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTENT_FILTER", "INVALID_REQUEST"})
    void what_never_fails_over_is_told_as_it_is(FailureKind kind) {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", kind));
        var b = bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals(Failure.of(kind, "it broke"), call.error().failure());
        assertEquals(0, b.asked());
        assertEquals(List.of(), call.trail().resumptions());
    }

    @Test
    void a_fallback_goes_on_where_no_peer_is_ready() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        bench.peer("b");
        bench.coolDown("b", Duration.ofSeconds(5));
        bench.fallback("f").then(Scripts.says("Hello"));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(List.of("a network", "f success"), call.attempts());
    }

    @Test
    void an_answer_that_a_fallback_broke_goes_on_too() {
        // Given
        bench.peer("a").then(Scripts.fails(FailureKind.AUTHENTICATION));
        bench.fallback("f").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        bench.fallback("g").then(Scripts.says("Hello"));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(List.of("a authentication", "f network", "g success"), call.attempts());
    }

    @ParameterizedTest
    @EnumSource(names = {"NETWORK", "TIMEOUT", "PROTOCOL", "OVERLOADED", "UNAVAILABLE"})
    void alone_the_same_target_goes_on_after_a_polite_wait(FailureKind kind) {
        // Given
        var a = bench.peer("a").then(Scripts.breaksAfter("Hel", kind)).then(Scripts.says("Hello"));
        var call = bench.call();

        // When
        bench.advance(374);
        assertEquals(1, a.asked());
        bench.advance(1);

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(2, a.asked());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void alone_the_wait_that_was_asked_for_is_kept() {
        // Given
        var limited =
                Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(Duration.ofMillis(2500)));
        var a = bench.peer("a")
                .then(Multi.createFrom().items(Scripts.start("a"), new Event.Chunk("Hel"), new Event.Error(limited)))
                .then(Scripts.says("Hello"));
        var call = bench.call();

        // When
        bench.advance(2500);
        assertEquals(1, a.asked());
        bench.advance(1);

        // Then
        assertEquals("Hello", call.answer());
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "QUOTA_EXHAUSTED", "AUTHENTICATION"})
    void alone_a_long_wait_is_not_sat_out(FailureKind kind) {
        // Given
        var a = bench.peer("a").then(Scripts.breaksAfter("Hel", kind));

        // When
        var call = bench.call();

        // Then
        assertEquals(kind, call.errorKind());
        assertEquals(UNCONTINUED, call.error().failure().message());
        assertTrue(call.error().partial());
        assertEquals(1, a.asked());
        assertEquals(List.of(ResumeResult.FAILED), call.trail().resumptions());
    }

    @Test
    void alone_the_same_target_is_asked_once_while_it_adds_nothing() {
        // Given
        var a = bench.peer("a").always(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        var call = bench.call();

        // When
        bench.advance(60_000);

        // Then
        assertEquals(UNCONTINUED, call.error().failure().message());
        assertEquals("Hel", call.text());
        assertEquals(2, a.asked());
    }

    @Test
    void an_answer_may_break_more_than_once() {
        // Given
        bench.peer("a")
                .then(Scripts.breaksAfter("Hel", FailureKind.NETWORK))
                .then(Scripts.breaksAfter("Hello th", FailureKind.TIMEOUT))
                .then(Scripts.says("Hello there"));
        var call = bench.call();

        // When
        bench.advance(5000);

        // Then
        assertEquals("Hello there", call.answer());
        assertEquals(List.of("a network", "a timeout", "a success"), call.attempts());
        assertEquals(
                List.of(ResumeResult.CONTINUED, ResumeResult.CONTINUED),
                call.trail().resumptions());
    }

    @Test
    void an_attempt_that_breaks_before_anything_new_goes_on_to_the_next() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hello", FailureKind.NETWORK));
        bench.peer("b").then(Scripts.breaksAfter("Hel", FailureKind.PROTOCOL));
        bench.peer("c").then(Scripts.fails(FailureKind.INVALID_REQUEST));
        bench.fallback("f").then(Scripts.says("Hello there"));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello there", call.answer());
        assertEquals(List.of("a network", "b protocol", "c invalid_request", "f success"), call.attempts());
    }

    @Test
    void a_target_that_failed_before_is_not_asked_again() {
        // Given
        var a = bench.peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));
        bench.peer("b").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK)).then(Scripts.says("Hello"));
        var call = bench.call();

        // When
        bench.advance(5000);

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(1, a.asked());
        assertEquals(List.of("a unavailable", "b network", "b success"), call.attempts());
    }

    @Test
    void when_nobody_goes_on_the_failure_that_broke_the_answer_is_told() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK)).always(Scripts.isSilent());
        bench.peer("b").then(Scripts.fails(FailureKind.AUTHENTICATION));
        bench.peer("c").then(Scripts.fails(FailureKind.CONTENT_FILTER));

        // When
        var call = bench.call();

        // Then
        assertEquals(Failure.of(FailureKind.NETWORK, UNCONTINUED), call.error().failure());
        assertEquals(List.of("a network", "b authentication", "c content_filter"), call.attempts());
    }

    @Test
    void no_more_attempts_are_made_than_allowed() {
        // Given
        var two = BalancerFixture.withMaxAttempts(2);
        two.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        two.peer("b").then(Scripts.breaksAfter("Hello", FailureKind.NETWORK));
        var c = two.peer("c");

        // When
        var call = two.call();

        // Then
        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertEquals("Hello", call.text());
        assertEquals(0, c.asked());
    }

    @Test
    void a_silent_attempt_is_given_up_while_somebody_else_is_left() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        var b = bench.peer("b").then(Scripts.isSilent());
        bench.peer("c").then(Scripts.says("Hello"));
        var call = bench.call();
        assertFalse(call.ended());

        // When
        bench.time.advance(BalancerFixture.FIRST_TOKEN_TIMEOUT);

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(1, b.cancellations());
    }

    @Test
    void the_deadline_ends_the_attempt_that_goes_on() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        bench.peer("b").then(Scripts.stallsAfter(new Event.Chunk("He")));
        var call = bench.call();

        // When
        bench.time.advance(BalancerFixture.DEADLINE);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals("the deadline of the call passed", call.error().failure().message());
        assertEquals(List.of("a network", "b timeout"), call.attempts());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void nobody_is_waited_for_beyond_the_deadline() {
        // Given
        var a = bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));

        // When
        var call = bench.callWithin(Duration.ofMillis(300));

        // Then
        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertEquals(1, a.asked());
    }
}
