package dev.caramba.health;

import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A report says something about the time in which its lease was granted, and about no other. */
interface EpochRules extends FleetRules {

    @Test
    default void ten_calls_in_flight_when_a_provider_dies_are_one_outage() {
        // Given
        var inFlight = fleet().leases(10, A);
        inFlight.subList(0, 3).forEach(lease -> fleet().failed(lease, FailureKind.NETWORK));
        fleet().wait(seconds(2));

        // When
        inFlight.subList(3, 10).forEach(lease -> fleet().failed(lease, FailureKind.NETWORK));

        // Then
        assertEquals(seconds(3), fleet().cooldownLeft(A));
        assertEquals(3, fleet().status(A).failures());
    }

    @Test
    default void late_failures_of_an_outage_do_not_start_the_cooldown_again_once_it_is_over() {
        // Given
        var inFlight = fleet().leases(4, A);
        inFlight.subList(0, 3).forEach(lease -> fleet().failed(lease, FailureKind.NETWORK));
        fleet().waitForCooldown(A);

        // When
        fleet().failed(inFlight.get(3), FailureKind.NETWORK);

        // Then
        assertTrue(fleet().lease(A).probe());
    }

    @Test
    default void a_late_failure_does_not_end_the_probe_under_way() {
        // Given
        var old = fleet().lease(A);
        fleet().fails(3, A, FailureKind.NETWORK);
        fleet().waitForCooldown(A);
        fleet().lease(A);

        // When
        fleet().failed(old, FailureKind.NETWORK);

        // Then
        fleet().refused(A);
        assertEquals(ProviderStatus.State.PROBING, fleet().status(A).state());
    }

    @Test
    default void a_late_failure_is_not_held_against_a_target_that_has_recovered() {
        // Given
        var old = fleet().leases(3, A);
        fleet().fails(3, A, FailureKind.NETWORK);
        fleet().waitForCooldown(A);
        fleet().succeeded(fleet().lease(A));

        // When
        old.forEach(lease -> fleet().failed(lease, FailureKind.NETWORK));

        // Then
        assertEquals(ProviderStatus.State.HEALTHY, fleet().status(A).state());
        assertEquals(0, fleet().status(A).failures());
    }

    @Test
    default void a_late_success_of_an_old_stream_does_not_close_a_new_cooldown() {
        // Given
        var old = fleet().lease(A);
        fleet().fails(3, A, FailureKind.NETWORK);

        // When
        fleet().succeeded(old);

        // Then
        assertEquals(seconds(5), fleet().refused(A));
    }

    @Test
    default void a_late_success_of_an_old_stream_does_not_end_the_need_for_a_probe() {
        // Given
        var old = fleet().lease(A);
        fleet().fails(3, A, FailureKind.NETWORK);
        fleet().waitForCooldown(A);

        // When
        fleet().succeeded(old);

        // Then
        assertTrue(fleet().lease(A).probe());
        fleet().refused(A);
    }

    @Test
    default void a_late_rate_limit_neither_shortens_nor_lengthens_a_cooldown() {
        // Given
        var old = fleet().leases(2, A);
        fleet().fails(3, A, FailureKind.NETWORK);

        // When
        fleet().failed(old.get(0), limitedFor(1));
        fleet().failed(old.get(1), limitedFor(60));

        // Then
        assertEquals(seconds(5), fleet().refused(A));
    }

    @Test
    default void a_late_success_at_one_target_does_not_close_the_cooldown_of_its_provider() {
        // Given
        var old = fleet().lease(A2);
        fleet().fails(1, A, FailureKind.AUTHENTICATION);

        // When
        fleet().succeeded(old);

        // Then
        assertEquals(POLICY.longCooldown(), fleet().refused(A2));
    }

    @Test
    default void several_calls_refused_for_the_same_key_are_one_outage() {
        // Given
        var inFlight = fleet().leases(3, A);

        // When
        inFlight.forEach(lease -> fleet().failed(lease, FailureKind.AUTHENTICATION));

        // Then
        assertEquals(POLICY.longCooldown(), fleet().refused(A));
    }

    private static Failure limitedFor(long seconds) {
        return Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(seconds(seconds)));
    }
}
