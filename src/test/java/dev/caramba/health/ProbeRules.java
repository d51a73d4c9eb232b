package dev.caramba.health;

import static dev.caramba.health.FleetRules.millis;
import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a target comes back: one call finds out. */
interface ProbeRules extends FleetRules {

    @Test
    default void a_cooldown_is_kept_to_its_last_millisecond() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // When
        fleet().wait(millis(4999));

        // Then
        assertEquals(millis(1), fleet().refused(A));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.123, 0.5, 0.999})
    default void who_waits_as_told_in_whole_seconds_is_the_probe_and_is_told_the_next_wait(double random) {
        // Given
        nextRandom(random);
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        for (int cooldown = 0; cooldown < 5; cooldown++) {
            // When
            var told = fleet().refused(A);
            fleet().wait(seconds(told.plusNanos(999_999_999).toSeconds()));

            // Then
            var lease = fleet().lease(A);
            assertTrue(lease.probe());
            fleet().failed(lease, FailureKind.UNAVAILABLE);
        }
    }

    @Test
    default void the_first_call_after_a_cooldown_is_the_probe() {
        // Given
        assertFalse(fleet().lease(A).probe());
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // When
        fleet().waitForCooldown(A);

        // Then
        assertEquals(ProviderStatus.State.PROBING, fleet().status(A).state());
        assertTrue(fleet().lease(A).probe());
    }

    @Test
    default void others_keep_away_while_a_probe_is_under_way() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);

        // When
        fleet().lease(A);

        // Then
        assertTrue(fleet().refused(A).compareTo(POLICY.leaseTtl()) <= 0);
        assertEquals(B, fleet().lease(Fleet.inTurn("pool", A, B)).target());
    }

    @Test
    default void a_probe_that_succeeds_brings_the_target_back() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);

        // When
        fleet().succeeded(fleet().lease(A));

        // Then
        assertEquals(ProviderStatus.State.HEALTHY, fleet().status(A).state());
        assertEquals(0, fleet().status(A).failures());
        assertEquals(5, fleet().leases(5, A).size());
    }

    @Test
    default void a_probe_that_succeeds_resets_the_backoff() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);
        fleet().fails(1, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);
        fleet().succeeded(fleet().lease(A));

        // When
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // Then
        assertEquals(seconds(5), fleet().cooldownLeft(A));
    }

    @Test
    default void one_failure_is_enough_for_a_probe() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);

        // When
        fleet().fails(1, A, FailureKind.TIMEOUT);

        // Then
        assertEquals(seconds(10), fleet().refused(A));
    }

    @Test
    default void a_probe_of_an_instance_that_died_ends_with_its_lease() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);
        fleet().lease(A);
        fleet().wait(POLICY.leaseTtl().minusMillis(1));
        fleet().refused(A);

        // When
        fleet().wait(millis(1));

        // Then
        assertTrue(fleet().lease(A).probe());
        fleet().refused(A);
    }

    @Test
    default void a_renewed_probe_keeps_others_away_for_longer() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);
        var probe = fleet().lease(A);
        fleet().wait(seconds(20));
        fleet().renew(probe);

        // When
        fleet().wait(seconds(29));

        // Then
        fleet().refused(A);
    }

    @Test
    default void a_probe_that_is_ignored_gives_its_place_to_another() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);

        // When
        fleet().ignored(fleet().lease(A));

        // Then
        assertTrue(fleet().lease(A).probe());
    }

    @Test
    default void a_probe_that_failed_by_its_request_gives_its_place_to_another() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().waitForCooldown(A);

        // When
        fleet().fails(1, A, FailureKind.INVALID_REQUEST);

        // Then
        assertTrue(fleet().lease(A).probe());
    }

    @Test
    default void one_call_probes_a_provider_whichever_of_its_targets_it_asks() {
        // Given
        fleet().fails(1, A, FailureKind.AUTHENTICATION);
        fleet().waitForCooldown(A);

        // When
        var probe = fleet().lease(A2);

        // Then
        assertTrue(probe.probe());
        fleet().refused(A);
        fleet().succeeded(probe);
        assertFalse(fleet().lease(A).probe());
    }
}
