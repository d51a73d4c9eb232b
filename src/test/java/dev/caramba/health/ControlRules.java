package dev.caramba.health;

import static dev.caramba.health.FleetRules.millis;
import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators do by hand. */
interface ControlRules extends FleetRules {

    @Test
    default void a_disabled_provider_is_not_asked_whatever_the_model() {
        // When
        fleet().disable("one", A);

        // Then
        assertEquals("bbb", fleet().asks(3, Fleet.inTurn("pool", A, A2, B)));
        fleet().refusedForGood(A, A2);
    }

    @Test
    default void a_disabled_provider_is_not_asked_in_a_better_tier_either() {
        // Given
        var tiers =
                new Ranking("pool", List.of(Fleet.tier(Choice.LEAST_IN_FLIGHT, A), Fleet.tier(Choice.BY_WEIGHT, B)));

        // When
        fleet().disable("one", A);

        // Then
        assertEquals("bb", fleet().asks(2, tiers));
    }

    @Test
    default void a_disabled_provider_stays_so_however_long() {
        // Given
        fleet().disable("one", A);

        // When
        fleet().wait(Duration.ofDays(30));

        // Then
        fleet().refusedForGood(A);
    }

    @Test
    default void the_soonest_wait_is_that_of_targets_that_are_not_disabled() {
        // Given
        fleet().failed(fleet().lease(A), limitedFor(1));
        fleet().failed(fleet().lease(B), limitedFor(20));

        // When
        fleet().disable("one", A);

        // Then
        assertEquals(seconds(20), fleet().refused(Fleet.inTurn("pool", A, B)));
    }

    @Test
    default void an_enabled_provider_is_asked_at_once() {
        // Given
        fleet().disable("one", A);

        // When
        var view = fleet().enable("one", A);

        // Then
        assertEquals(State.HEALTHY, view.of(A).state());
        assertFalse(fleet().lease(A).probe());
    }

    @Test
    default void what_is_done_twice_is_done_once() {
        // Given
        fleet().disable("one", A);
        assertEquals(State.DISABLED, fleet().disable("one", A).of(A).state());

        // When
        fleet().enable("one", A);

        // Then
        assertEquals(State.HEALTHY, fleet().enable("one", A).of(A).state());
        fleet().lease(A);
    }

    @Test
    default void the_reply_shows_what_was_done_to_the_targets_that_are_named() {
        // Given
        fleet().lease(A);

        // When
        var view = fleet().disable("one", A, A2);

        // Then
        assertEquals(2, view.statuses().size());
        assertEquals(State.DISABLED, view.of(A).state());
        assertEquals(1, view.of(A).inFlight());
        assertEquals(State.DISABLED, view.of(A2).state());
    }

    @Test
    default void every_view_shows_a_provider_that_is_disabled() {
        // Given
        var lease = fleet().lease(A);

        // When
        fleet().disable("one", A2);

        // Then
        assertEquals(State.DISABLED, fleet().status(A).state());
        assertEquals(State.HEALTHY, fleet().status(B).state());
        assertEquals(
                State.DISABLED,
                fleet().acquire(Fleet.inTurn("pool", A, B)).view().of(A).state());
        assertEquals(
                State.DISABLED,
                fleet().report(lease, new AttemptOutcome.Ignored()).of(A).state());
    }

    @Test
    default void calls_under_way_at_a_disabled_provider_end_as_they_would() {
        // Given
        var leases = fleet().leases(2, A);
        fleet().disable("one", A);

        // When
        fleet().wait(seconds(20));
        assertTrue(fleet().renew(leases.get(0)));
        fleet().wait(seconds(20));
        fleet().report(leases.get(0), new AttemptOutcome.Success(Optional.of(millis(300)), Duration.ZERO));

        // Then
        var status = fleet().status(A);
        assertEquals(0, status.inFlight());
        assertEquals(Optional.of(millis(300)), status.latency());
    }

    @Test
    default void what_is_learned_of_a_disabled_provider_counts_when_it_is_enabled() {
        // Given
        var lease = fleet().lease(A);
        fleet().disable("one", A);
        fleet().failed(lease, limitedFor(60));
        assertEquals(Optional.of("rate_limited: slow down"), fleet().status(A).lastError());

        // When
        fleet().wait(seconds(10));
        fleet().enable("one", A);

        // Then
        assertEquals(seconds(50), fleet().refused(A));
    }

    @Test
    default void a_reset_ends_cooldowns_of_the_provider_and_of_the_targets_that_are_named() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().fails(1, A2, FailureKind.NOT_FOUND);
        fleet().fails(1, new Target("one", "a3"), FailureKind.AUTHENTICATION);

        // When
        var view = fleet().reset("one", A);

        // Then
        assertEquals(State.HEALTHY, view.of(A).state());
        assertFalse(fleet().lease(A).probe());
        assertEquals(State.COOLDOWN, fleet().status(A2).state());
        fleet().reset("one", A2);
        assertFalse(fleet().lease(A2).probe());
    }

    @Test
    default void a_reset_forgets_failures_and_errors_and_requests_that_are_used_up() {
        // Given
        fleet().report(fleet().lease(A), new AttemptOutcome.Success(Optional.of(millis(300)), seconds(20)));
        fleet().fails(2, A2, FailureKind.UNAVAILABLE);

        // When
        fleet().reset("one", A, A2);

        // Then
        fleet().fails(2, A2, FailureKind.UNAVAILABLE);
        assertEquals(2, fleet().status(A2).failures());
        var status = fleet().status(A);
        assertEquals(State.HEALTHY, status.state());
        assertEquals(Optional.empty(), status.cooldownUntil());
        assertEquals(Optional.empty(), status.lastError());
        assertEquals(Optional.of(millis(300)), status.latency());
        assertTrue(status.lastUsed().isPresent());
    }

    @Test
    default void a_reset_forgets_the_last_error_of_target_and_provider() {
        // Given
        fleet().fails(1, A, FailureKind.UNAVAILABLE);
        fleet().fails(1, A, FailureKind.AUTHENTICATION);

        // When
        fleet().reset("one", A);

        // Then
        assertEquals(Optional.empty(), fleet().status(A).lastError());
        assertEquals(0, fleet().status(A).failures());
    }

    @Test
    default void after_a_reset_cooldowns_begin_with_the_first_length() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);
        fleet().fails(1, A, FailureKind.UNAVAILABLE);
        assertEquals(seconds(10), fleet().cooldownLeft(A));

        // When
        fleet().reset("one", A);

        // Then
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        assertEquals(seconds(5), fleet().cooldownLeft(A));
    }

    @Test
    default void a_reset_keeps_leases() {
        // Given
        var lease = fleet().lease(A);
        fleet().wait(seconds(20));

        // When
        var view = fleet().reset("one", A);

        // Then
        assertEquals(1, view.of(A).inFlight());
        assertTrue(fleet().renew(lease));
        assertEquals(millis(1000), fleet().refused(Fleet.limited(A, 1)));
        fleet().wait(seconds(20));
        assertEquals(1, fleet().status(A).inFlight());
    }

    @Test
    default void failures_of_leases_from_before_a_reset_are_no_news() {
        // Given
        var old = fleet().leases(5, A);

        // When
        fleet().reset("one", A);

        // Then
        old.subList(0, 3).forEach(lease -> fleet().failed(lease, FailureKind.NETWORK));
        fleet().failed(old.get(3), FailureKind.AUTHENTICATION);
        fleet().failed(old.get(4), limitedFor(60));
        assertEquals(State.HEALTHY, fleet().status(A).state());
        assertEquals(0, fleet().status(A).failures());
    }

    @Test
    default void a_success_from_before_a_reset_does_not_close_a_cooldown_after_it() {
        // Given
        var old = fleet().lease(A);
        fleet().reset("one", A);
        fleet().fails(3, A, FailureKind.NETWORK);

        // When
        fleet().succeeded(old);

        // Then
        assertEquals(seconds(5), fleet().refused(A));
    }

    @Test
    default void a_probe_under_way_is_one_call_among_others_after_a_reset() {
        // Given
        fleet().fails(3, A, FailureKind.NETWORK);
        fleet().waitForCooldown(A);
        var probe = fleet().lease(A);
        assertTrue(probe.probe());

        // When
        fleet().reset("one", A);

        // Then
        assertFalse(fleet().lease(A).probe());
        fleet().failed(probe, FailureKind.NETWORK);
        assertEquals(0, fleet().status(A).failures());
        assertFalse(fleet().lease(A).probe());
    }

    @Test
    default void a_reset_does_not_enable() {
        // Given
        fleet().fails(3, A, FailureKind.NETWORK);
        fleet().disable("one", A);

        // When
        var view = fleet().reset("one", A);

        // Then
        assertEquals(State.DISABLED, view.of(A).state());
        assertEquals(Optional.empty(), view.of(A).cooldownUntil());
        fleet().refusedForGood(A);
        fleet().enable("one", A);
        assertFalse(fleet().lease(A).probe());
    }

    @Test
    default void what_is_done_to_one_provider_leaves_others_alone() {
        // Given
        fleet().fails(3, B, FailureKind.NETWORK);

        // When
        Arrays.asList(Control.Action.values()).forEach(action -> fleet().control(action, "one", A));

        // Then
        assertEquals(seconds(5), fleet().refused(B));
        fleet().lease(C);
    }

    private static Failure limitedFor(long seconds) {
        return Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(seconds(seconds)));
    }
}
