package dev.caramba.health;

import static dev.caramba.health.FleetRules.millis;
import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is shown of a target. */
interface StatusRules extends FleetRules {

    @Test
    default void an_unknown_target_is_healthy_and_unused() {
        // When
        var status = fleet().status(A);

        // Then
        assertEquals(ProviderStatus.unknown(A), status);
    }

    @Test
    default void a_target_was_last_used_when_it_was_last_leased() {
        // Given
        fleet().lease(A);
        fleet().wait(seconds(7));
        var lease = fleet().lease(A);
        var used = fleet().status(A).lastUsed().orElseThrow();
        fleet().wait(seconds(1));

        // When
        fleet().succeeded(lease);

        // Then
        assertEquals(Optional.of(used), fleet().status(A).lastUsed());
        assertEquals(Optional.empty(), fleet().status(A2).lastUsed());
    }

    @Test
    default void failures_are_counted_until_a_success() {
        // Given
        fleet().fails(2, A, FailureKind.UNAVAILABLE);
        assertEquals(2, fleet().status(A).failures());

        // When
        fleet().succeeded(fleet().lease(A));

        // Then
        assertEquals(0, fleet().status(A).failures());
    }

    @Test
    default void the_last_error_is_the_kind_and_the_message() {
        // Given
        fleet().failed(fleet().lease(A), Failure.of(FailureKind.UNAVAILABLE, "first"));

        // When
        fleet().failed(fleet().lease(A), Failure.of(FailureKind.OVERLOADED, "try later"));

        // Then
        assertEquals(Optional.of("overloaded: try later"), fleet().status(A).lastError());
    }

    @Test
    default void a_refusal_shows_who_is_left_alone_for_a_rate_limit() {
        // Given
        var limit = Failure.of(FailureKind.RATE_LIMITED, "slow down");
        fleet().failed(fleet().lease(A), limit.withRetryAfter(Optional.of(seconds(20))));
        fleet().fails(3, B, FailureKind.OVERLOADED);

        // When
        var view = fleet().acquire(Fleet.inTurn("pool", A, B)).view();

        // Then
        assertTrue(view.of(A).rateLimited());
        assertFalse(view.of(B).rateLimited());
    }

    @Test
    default void a_target_without_requests_left_is_left_alone_for_a_rate_limit() {
        // Given
        assertFalse(fleet().status(A).rateLimited());

        // When
        fleet().report(fleet().lease(A), new AttemptOutcome.Success(Optional.empty(), seconds(20)));

        // Then
        assertTrue(fleet().status(A).rateLimited());
    }

    @Test
    default void a_probe_under_way_after_a_rate_limit_keeps_others_away_for_it() {
        // Given
        fleet().failed(fleet().lease(A), FailureKind.RATE_LIMITED);
        fleet().waitForCooldown(A);
        var probe = fleet().lease(A);

        // When
        var view = fleet().acquire(Fleet.inTurn("pool", A)).view();

        // Then
        assertTrue(view.of(A).rateLimited());
        fleet().succeeded(probe);
        assertFalse(fleet().status(A).rateLimited());
    }

    @Test
    default void a_watched_target_is_shown_along_and_never_leased() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        var tiers = Fleet.inTurn("pool", A).tiers();

        // When
        var refused = fleet().acquire(new Ranking("pool", tiers, List.of(B)));
        fleet().fails(3, B, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);
        var granted = fleet().acquire(new Ranking("pool", tiers, List.of(B, A)));

        // Then
        assertInstanceOf(Acquisition.Refused.class, refused);
        assertTrue(refused.view().mayBeAsked(B));
        assertEquals(A, ((Acquisition.Granted) granted).lease().target());
        assertEquals(3, granted.view().of(B).failures());
        assertEquals(0, fleet().status(B).inFlight());
    }

    @Test
    default void what_concerns_the_provider_is_shown_at_all_its_targets() {
        // When
        fleet().failed(fleet().lease(A), Failure.of(FailureKind.AUTHENTICATION, "bad key"));

        // Then
        var status = fleet().status(A2);
        assertEquals(ProviderStatus.State.COOLDOWN, status.state());
        assertEquals(1, status.failures());
        assertEquals(Optional.of("authentication: bad key"), status.lastError());
        assertTrue(status.cooldownUntil().isPresent());
    }

    @Test
    default void the_end_of_a_cooldown_is_shown_while_it_lasts() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        var used = fleet().status(A).lastUsed().orElseThrow();
        assertEquals(Optional.of(used.plusSeconds(5)), fleet().status(A).cooldownUntil());

        // When
        fleet().waitForCooldown(A);

        // Then
        assertEquals(Optional.empty(), fleet().status(A).cooldownUntil());
    }

    @Test
    default void a_state_goes_from_healthy_to_cooldown_to_probing_to_healthy() {
        // Given
        var states = new StringBuilder(stateOf());

        // When
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        states.append(stateOf());
        fleet().waitForCooldown(A);
        states.append(stateOf());
        var probe = fleet().lease(A);
        states.append(stateOf());
        fleet().succeeded(probe);
        states.append(stateOf());

        // Then
        assertEquals("healthy cooldown probing probing healthy ", states.toString());
    }

    @Test
    default void the_first_time_to_first_token_is_the_average() {
        // When
        answersAfter(millis(400));

        // Then
        assertEquals(Optional.of(millis(400)), fleet().status(A).latency());
    }

    @Test
    default void a_new_time_to_first_token_moves_the_average_by_three_tenths() {
        // When
        answersAfter(millis(400), millis(1400), millis(700));

        // Then
        assertEquals(Optional.of(millis(700)), fleet().status(A).latency());
    }

    @Test
    default void an_answer_without_content_leaves_the_average_alone() {
        // Given
        answersAfter(millis(400));

        // When
        fleet().succeeded(fleet().lease(A));

        // Then
        assertEquals(Optional.of(millis(400)), fleet().status(A).latency());
    }

    @Test
    default void an_acquisition_brings_the_view_of_all_ranked_targets_after_it() {
        // Given
        fleet().fails(3, B, FailureKind.UNAVAILABLE);

        // When
        var view = fleet().acquire(Fleet.inTurn("pool", A, B)).view();

        // Then
        assertEquals(1, view.of(A).inFlight());
        assertEquals(ProviderStatus.State.COOLDOWN, view.of(B).state());
        assertEquals(seconds(5), view.cooldownLeft(B));
    }

    @Test
    default void a_refusal_brings_the_view_too() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // When
        var view = fleet().acquire(Fleet.inTurn("pool", A)).view();

        // Then
        assertEquals(ProviderStatus.State.COOLDOWN, view.of(A).state());
    }

    @Test
    default void a_report_brings_the_view_of_its_target_after_it() {
        // Given
        fleet().fails(2, A, FailureKind.UNAVAILABLE);

        // When
        var view = fleet().report(
                        fleet().lease(A), new AttemptOutcome.Failed(Failure.of(FailureKind.UNAVAILABLE, "down")));

        // Then
        assertEquals(seconds(5), view.cooldownLeft(A));
        assertFalse(view.of(A).occupied());
    }

    @Test
    default void states_are_named_in_lower_case() {
        // When
        var names = Arrays.stream(ProviderStatus.State.values())
                .map(ProviderStatus.State::wireName)
                .toList();

        // Then
        assertEquals(List.of("healthy", "cooldown", "probing", "disabled"), names);
    }

    private String stateOf() {
        return fleet().status(A).state().wireName() + " ";
    }

    private void answersAfter(Duration... times) {
        for (var time : times) {
            fleet().report(fleet().lease(A), new AttemptOutcome.Success(Optional.of(time), Duration.ZERO));
        }
    }
}
