package dev.caramba.health;

import static dev.caramba.health.FleetRules.millis;
import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lease occupies a slot until it is reported or expires. */
interface LeaseRules extends FleetRules {

    static Stream<AttemptOutcome> outcomes() {
        return Stream.of(
                new AttemptOutcome.Success(Optional.empty(), Duration.ZERO),
                new AttemptOutcome.Failed(Failure.of(FailureKind.UNAVAILABLE, "down")),
                new AttemptOutcome.Failed(Failure.of(FailureKind.CONTENT_FILTER, "no")),
                new AttemptOutcome.Ignored());
    }

    @Test
    default void a_lease_is_in_flight_until_it_is_reported() {
        // Given
        var leases = fleet().leases(2, A);
        assertEquals(2, fleet().status(A).inFlight());
        assertTrue(fleet().status(A).occupied());

        // When
        leases.forEach(lease -> fleet().succeeded(lease));

        // Then
        assertEquals(0, fleet().status(A).inFlight());
        assertFalse(fleet().status(A).occupied());
    }

    @ParameterizedTest
    @MethodSource("dev.caramba.health.LeaseRules#outcomes")
    default void every_outcome_frees_the_slot(AttemptOutcome outcome) {
        // Given
        var lease = fleet().lease(Fleet.limited(A, 1));
        fleet().refused(Fleet.limited(A, 1));

        // When
        fleet().report(lease, outcome);

        // Then
        fleet().lease(Fleet.limited(A, 1));
    }

    @Test
    default void a_lease_expires_by_itself() {
        // Given
        fleet().lease(Fleet.limited(A, 1));
        fleet().wait(POLICY.leaseTtl().minusMillis(1));
        fleet().refused(Fleet.limited(A, 1));

        // When
        fleet().wait(millis(1));

        // Then
        assertEquals(0, fleet().status(A).inFlight());
        fleet().lease(Fleet.limited(A, 1));
    }

    @Test
    default void a_renewed_lease_lives_its_full_life_from_then_on() {
        // Given
        var lease = fleet().lease(Fleet.limited(A, 1));
        fleet().wait(seconds(20));

        // When
        var held = fleet().renew(lease);

        // Then
        assertTrue(held);
        fleet().wait(millis(29_999));
        fleet().refused(Fleet.limited(A, 1));
        fleet().wait(millis(1));
        fleet().lease(Fleet.limited(A, 1));
    }

    @Test
    default void an_expired_lease_cannot_be_renewed() {
        // Given
        var lease = fleet().lease(A);
        fleet().wait(POLICY.leaseTtl());

        // When
        var held = fleet().renew(lease);

        // Then
        assertFalse(held);
        assertEquals(0, fleet().status(A).inFlight());
    }

    @Test
    default void a_reported_lease_cannot_be_renewed() {
        // Given
        var lease = fleet().lease(A);
        fleet().succeeded(lease);

        // When
        var held = fleet().renew(lease);

        // Then
        assertFalse(held);
        assertEquals(0, fleet().status(A).inFlight());
    }

    @Test
    default void the_outcome_of_an_expired_lease_still_counts() {
        // Given
        var lease = fleet().lease(A);
        fleet().wait(POLICY.leaseTtl());

        // When
        fleet().failed(lease, FailureKind.TIMEOUT);

        // Then
        assertEquals(1, fleet().status(A).failures());
        assertEquals(0, fleet().status(A).inFlight());
    }

    @Test
    default void the_limit_is_that_of_the_provider_over_all_its_targets() {
        // Given
        fleet().lease(Fleet.limited(A, 2));

        // When
        fleet().lease(Fleet.limited(A2, 2));

        // Then
        fleet().refused(Fleet.limited(A, 2));
        fleet().refused(Fleet.limited(A2, 2));
        assertEquals(1, fleet().status(A).inFlight());
    }

    @Test
    default void a_full_provider_is_passed_over() {
        // Given
        var seats = List.of(new Ranking.Seat(A, 1, 1), new Ranking.Seat(B, 1, 1));
        var ranking = new Ranking("pool", List.of(new Ranking.Tier(Ranking.Choice.IN_TURN, seats)));
        fleet().lease(Fleet.limited(A, 1));

        // When
        var lease = fleet().lease(ranking);

        // Then
        assertEquals(B, lease.target());
        assertTrue(fleet().refused(ranking).compareTo(POLICY.leaseTtl()) <= 0);
    }

    @Test
    default void a_refusal_names_the_soonest_end() {
        // Given
        fleet().fails(1, A, FailureKind.NOT_FOUND);
        fleet().fails(3, B, FailureKind.UNAVAILABLE);
        fleet().wait(seconds(2));
        fleet().fails(3, C, FailureKind.UNAVAILABLE);

        // When
        var wait = fleet().refused(Fleet.inTurn("pool", A, B, C));

        // Then
        assertEquals(seconds(3), wait);
    }

    @Test
    default void a_target_is_ready_only_when_its_provider_is_too() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().fails(1, A2, FailureKind.PERMISSION);

        // When
        var wait = fleet().refused(A);

        // Then
        assertEquals(POLICY.longCooldown(), wait);
    }
}
