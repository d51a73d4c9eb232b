package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.FailureKind;
import dev.caramba.health.Control;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Providers that an operator has taken out. */
class BalancedProviderDisabledTest {

    private final BalancerFixture bench = new BalancerFixture();
    private final ScriptedProvider a = bench.peer("a");

    @Test
    void others_are_asked() {
        // Given
        bench.peer("b");
        control(Control.Action.DISABLE, "a");

        // When
        var answers = List.of(bench.call().answer(), bench.call().answer());

        // Then
        assertEquals(List.of("b", "b"), answers);
        assertEquals(0, a.asked());
    }

    @Test
    void a_fallback_is_asked_when_all_peers_are_disabled() {
        // Given
        bench.fallback("f");
        control(Control.Action.DISABLE, "a");

        // When
        var call = bench.call();

        // Then
        assertEquals("f", call.answer());
    }

    @Test
    void when_all_are_disabled_the_error_says_so_and_knows_no_wait() {
        // Given
        bench.fallback("f");
        control(Control.Action.DISABLE, "a");
        control(Control.Action.DISABLE, "f");

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.NO_CANDIDATE, call.errorKind());
        assertEquals(
                "every candidate is disabled by an operator, none was asked",
                call.error().failure().message());
        assertEquals(Optional.empty(), call.error().failure().retryAfter());
    }

    @Test
    void the_wait_that_is_told_is_that_of_others() {
        // Given
        bench.peer("b");
        bench.coolDown("a", Duration.ofSeconds(1));
        bench.coolDown("b", Duration.ofSeconds(30));
        control(Control.Action.DISABLE, "a");

        // When
        var call = bench.call();

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(30)), call.error().failure().retryAfter());
    }

    @Test
    void a_silent_attempt_is_not_given_up_for_a_disabled_peer() {
        // Given
        a.then(Scripts.isSilent());
        bench.peer("b");
        control(Control.Action.DISABLE, "b");
        var call = bench.call();

        // When
        bench.time.advance(BalancerFixture.FIRST_TOKEN_TIMEOUT);

        // Then
        assertFalse(call.ended());
        assertEquals(1, a.underWay());
    }

    @Test
    void a_call_under_way_ends_as_it_would() {
        // Given
        a.then(Scripts.after(bench.time, Duration.ofSeconds(1), Scripts.answers("late")));
        var call = bench.call();

        // When
        control(Control.Action.DISABLE, "a");

        // Then
        bench.advance(1000);
        assertEquals("late", call.text());
        assertEquals(List.of("a success"), bench.store.reports());
    }

    @Test
    void a_provider_that_is_disabled_during_a_wait_is_not_asked_again() {
        // Given
        a.always(Scripts.fails(FailureKind.UNAVAILABLE));
        var call = bench.call();

        // When
        control(Control.Action.DISABLE, "a");

        // Then
        bench.advance(10_000);
        assertEquals(FailureKind.UNAVAILABLE, call.errorKind());
        assertEquals(1, a.asked());
    }

    private void control(Control.Action action, String provider) {
        bench.store
                .control(new Control(action, provider, List.of(BalancerFixture.target(provider))))
                .await()
                .indefinitely();
    }
}
