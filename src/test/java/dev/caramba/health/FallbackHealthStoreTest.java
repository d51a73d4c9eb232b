package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.A2;
import static dev.caramba.health.FleetRules.B;
import static dev.caramba.health.FleetRules.millis;
import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.redis.OutOfReachException;
import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Longer than other files: one list of cases, sentence by sentence. */
class FallbackHealthStoreTest {

    private final VirtualTime time = new VirtualTime();
    private final MemoryHealthStore memory = new MemoryHealthStore(HealthPolicy.DEFAULT, time, () -> 0.5);
    private final ShakyStore shared = new ShakyStore(memory);
    private final FallbackHealthStore store =
            FallbackHealthStoreContractTest.over(shared, HealthPolicy.DEFAULT, time, () -> 0.5);
    private final Fleet fleet = new Fleet(store, time);
    private final Fleet others = new Fleet(memory, time);

    @Test
    void says_when_it_stands_in_and_when_it_no_longer_does() {
        // Given
        fleet.lease(A);
        assertFalse(store.degraded());
        shared.goAway();
        fleet.lease(A);
        assertTrue(store.degraded());

        // When
        shared.comeBack();
        fleet.lease(A);

        // Then
        assertFalse(store.degraded());
        assertEquals("shaky", store.type());
    }

    @Test
    void a_cooldown_that_was_seen_is_kept_without_the_shared_memory() {
        // Given
        others.fails(3, A, FailureKind.UNAVAILABLE);
        fleet.status(A);
        fleet.wait(seconds(1));

        // When
        shared.goAway();

        // Then
        assertEquals(seconds(4), fleet.refused(A));
        fleet.waitForCooldown(A);
        assertTrue(fleet.lease(A).probe());
    }

    @Test
    void requests_that_are_used_up_stay_so_without_the_shared_memory() {
        // Given
        fleet.report(fleet.lease(A), new AttemptOutcome.Success(Optional.of(millis(300)), seconds(20)));

        // When
        shared.goAway();

        // Then
        assertEquals(seconds(20), fleet.refused(A));
        assertEquals(Optional.of(millis(300)), fleet.status(A).latency());
        fleet.wait(seconds(20));
        assertFalse(fleet.lease(A).probe());
    }

    @Test
    void what_was_seen_before_an_earlier_outage_is_not_taken_up_again() {
        // Given
        shared.goAway();
        fleet.fails(3, A, FailureKind.UNAVAILABLE);
        shared.comeBack();
        fleet.wait(seconds(40));
        fleet.succeeded(fleet.lease(A));
        fleet.succeeded(fleet.lease(A));

        // When
        shared.goAway();

        // Then
        assertEquals(5, fleet.leases(5, A).size());
    }

    @Test
    void what_was_learned_alone_is_told_when_the_shared_memory_is_back() {
        // Given
        shared.goAway();
        fleet.fails(3, A, FailureKind.UNAVAILABLE);
        fleet.wait(seconds(2));

        // When
        shared.comeBack();
        fleet.status(B);

        // Then
        assertEquals(ProviderStatus.State.COOLDOWN, others.status(A).state());
        assertEquals(Optional.of("unavailable: it failed"), others.status(A).lastError());
    }

    @Test
    void what_was_too_late_is_told_before_the_end_and_leaves_no_lease() {
        // Given
        var late = fleet.lease(A);
        var failed = fleet.lease(B);
        shared.goAway();
        fleet.report(late, new AttemptOutcome.Ignored());
        fleet.failed(failed, limitedFor(seconds(60)));
        shared.comeBack();
        assertEquals(1, others.status(A).inFlight());

        // When
        store.flush().await().indefinitely();

        // Then
        assertEquals(0, others.status(A).inFlight());
        assertEquals(seconds(60), others.cooldownLeft(B));
    }

    @Test
    void one_that_cannot_be_told_does_not_keep_the_others_from_it() {
        // Given
        var leases = List.of(fleet.lease(A), fleet.lease(A));
        shared.goAway();
        leases.forEach(lease -> fleet.report(lease, new AttemptOutcome.Ignored()));
        shared.comeBack();
        shared.goAwayFor(1);

        // When
        assertThrows(IllegalStateException.class, () -> store.flush().await().indefinitely());

        // Then
        assertEquals(1, others.status(A).inFlight());
    }

    @Test
    void a_wait_that_a_provider_asked_for_meanwhile_has_grown_shorter() {
        // Given
        shared.goAway();
        fleet.failed(fleet.lease(A), limitedFor(seconds(60)));
        fleet.failed(fleet.lease(B), limitedFor(seconds(2)));
        fleet.wait(seconds(20));

        // When
        shared.comeBack();
        fleet.status(B);

        // Then
        assertEquals(seconds(40), others.cooldownLeft(A));
        assertEquals(Duration.ZERO, others.cooldownLeft(B));
    }

    @Test
    void old_failures_are_no_news() {
        // Given
        shared.goAway();
        fleet.fails(3, A, FailureKind.UNAVAILABLE);
        fleet.wait(seconds(31));

        // When
        shared.comeBack();
        fleet.status(B);

        // Then
        assertEquals(0, others.status(A).failures());
    }

    @Test
    void several_instances_that_learned_the_same_open_one_cooldown() {
        // Given
        shared.goAway();
        fleet.fails(3, A, FailureKind.UNAVAILABLE);
        others.fails(3, A, FailureKind.UNAVAILABLE);

        // When
        shared.comeBack();
        fleet.status(B);

        // Then
        assertEquals(seconds(5), others.cooldownLeft(A));
        assertEquals(3, others.status(A).failures());
    }

    @Test
    void a_lease_of_the_shared_memory_is_given_back_when_that_is_back() {
        // Given
        var lease = fleet.lease(A);
        shared.goAway();
        fleet.succeeded(lease);
        assertEquals(1, others.status(A).inFlight());

        // When
        shared.comeBack();
        fleet.status(A);

        // Then
        assertEquals(0, others.status(A).inFlight());
    }

    @Test
    void a_lease_of_its_own_is_told_of_when_it_ends_after_the_outage() {
        // Given
        shared.goAway();
        var lease = fleet.lease(A);
        shared.comeBack();
        fleet.status(A);

        // When
        fleet.failed(lease, FailureKind.UNAVAILABLE);

        // Then
        assertEquals(1, others.status(A).failures());
        assertEquals(0, fleet.status(A).inFlight());
    }

    @Test
    void a_lease_that_the_shared_memory_granted_unheard_is_given_back_with_the_one_that_stood_in() {
        // Given
        shared.loseReplies();
        var lease = fleet.lease(A);
        assertEquals(1, others.status(A).inFlight());
        fleet.ignored(lease);

        // When
        shared.comeBack();
        fleet.status(B);

        // Then
        assertEquals(0, others.status(A).inFlight());
    }

    @Test
    void a_probe_that_the_shared_memory_granted_unheard_is_over_with_the_one_that_stood_in() {
        // Given
        fleet.fails(3, A, FailureKind.UNAVAILABLE);
        fleet.waitForCooldown(A);
        shared.loseReplies();
        var lease = fleet.lease(A);
        others.refused(A);

        // When
        shared.comeBack();
        fleet.status(B);
        fleet.ignored(lease);

        // Then
        assertTrue(others.lease(A).probe());
    }

    @Test
    void a_lease_of_its_own_is_not_asked_about_elsewhere() {
        // Given
        shared.goAway();
        var lease = fleet.lease(A);
        int asked = shared.asked();

        // When
        var held = fleet.renew(lease);
        fleet.succeeded(lease);

        // Then
        assertTrue(held);
        assertEquals(asked, shared.asked());
    }

    @Test
    void a_lease_that_cannot_be_renewed_just_now_is_not_lost() {
        // Given
        var lease = fleet.lease(A);

        // When
        shared.goAway();

        // Then
        assertTrue(fleet.renew(lease));
    }

    @Test
    void calls_under_way_when_both_fail_are_one_outage() {
        // Given
        var inFlight = fleet.leases(10, A);
        shared.goAway();

        // When
        inFlight.forEach(lease -> fleet.failed(lease, FailureKind.NETWORK));

        // Then
        assertEquals(seconds(5), fleet.refused(A));
        shared.comeBack();
        fleet.status(B);
        assertEquals(seconds(5), others.cooldownLeft(A));
    }

    @Test
    void what_is_too_much_to_remember_is_forgotten_from_its_beginning() {
        // Given
        shared.goAway();
        for (int i = 0; i < 2000; i++) {
            fleet.succeeded(fleet.lease(A));
        }

        // When
        shared.comeBack();
        fleet.status(B);

        // Then
        assertEquals(1024, shared.told().size());
    }

    @Test
    void what_can_be_read_but_takes_nothing_is_not_back() {
        // Given
        shared.takeNothing();
        fleet.fails(1, A, FailureKind.UNAVAILABLE);

        // When
        fleet.status(A);

        // Then
        assertTrue(store.degraded());
        shared.comeBack();
        fleet.status(A);
        assertFalse(store.degraded());
        assertEquals(1, shared.told().size());
    }

    @Test
    void what_could_not_be_told_keeps_its_order() {
        // Given
        shared.takeNothing();
        fleet.succeeded(fleet.lease(A));
        fleet.status(A);
        fleet.fails(1, A, FailureKind.UNAVAILABLE);
        fleet.status(A);
        fleet.fails(1, A, FailureKind.NETWORK);

        // When
        shared.comeBack();
        fleet.status(A);

        // Then
        assertInstanceOf(AttemptOutcome.Success.class, shared.told().get(0));
        assertEquals(
                List.of(FailureKind.UNAVAILABLE, FailureKind.NETWORK),
                shared.told().stream()
                        .skip(1)
                        .map(outcome ->
                                ((AttemptOutcome.Failed) outcome).failure().kind())
                        .toList());
    }

    @Test
    void a_first_look_is_what_an_outage_starts_from() {
        // Given
        others.fails(3, A, FailureKind.UNAVAILABLE);
        store.prepare(List.of(A, B)).await().atMost(seconds(5));

        // When
        shared.goAway();

        // Then
        assertEquals(seconds(5), fleet.refused(A));
        assertEquals(B, fleet.lease(Fleet.inTurn("pool", A, B)).target());
    }

    @Test
    void a_first_look_that_is_late_for_being_the_first_is_had_again() {
        // Given
        others.fails(3, A, FailureKind.UNAVAILABLE);
        shared.goAwayFor(3);

        // When
        store.prepare(List.of(A, B)).await().atMost(seconds(5));

        // Then
        assertFalse(store.degraded());
        shared.goAway();
        assertEquals(seconds(5), fleet.refused(A));
    }

    @Test
    void a_first_look_that_fails_is_said_and_fails_nobody() {
        // Given
        shared.goAway();

        // When
        store.prepare(List.of(A)).await().atMost(seconds(5));

        // Then
        assertTrue(store.degraded());
        assertEquals(A, fleet.lease(A).target());
    }

    @Test
    void a_provider_that_was_seen_disabled_stays_so_without_the_shared_memory() {
        // Given
        others.disable("one", A);
        fleet.status(A);

        // When
        shared.goAway();

        // Then
        fleet.refusedForGood(A, A2);
        assertEquals(ProviderStatus.State.DISABLED, fleet.status(A).state());
        assertEquals(B, fleet.lease(Fleet.inTurn("pool", A, B)).target());
    }

    @Test
    void a_provider_that_is_enabled_again_is_asked_in_the_next_outage_too() {
        // Given
        fleet.disable("one", A);
        shared.goAway();
        fleet.refusedForGood(A);
        shared.comeBack();

        // When
        fleet.enable("one", A);

        // Then
        shared.goAway();
        assertEquals(A, fleet.lease(A).target());
    }

    @Test
    void a_cooldown_of_a_disabled_provider_goes_on_without_the_shared_memory() {
        // Given
        others.fails(3, A, FailureKind.UNAVAILABLE);
        others.disable("one", A);
        fleet.status(A);

        // When
        shared.goAway();

        // Then
        fleet.refusedForGood(A);
        assertEquals(seconds(5), fleet.cooldownLeft(A));
    }

    @ParameterizedTest
    @EnumSource(Control.Action.class)
    void what_is_done_by_hand_fails_without_the_shared_memory_and_is_not_done_later(Control.Action action) {
        // Given
        others.fails(3, A, FailureKind.UNAVAILABLE);
        others.disable("two", B);
        shared.goAway();

        // When
        var failed = assertThrows(OutOfReachException.class, () -> fleet.control(action, "one", A));
        assertThrows(OutOfReachException.class, () -> fleet.control(action, "two", B));

        // Then
        assertEquals("the shared store is out of reach", failed.getMessage());
        assertTrue(store.degraded());
        assertFalse(fleet.status(A).state() == ProviderStatus.State.DISABLED);
        shared.comeBack();
        assertEquals(ProviderStatus.State.COOLDOWN, fleet.status(A).state());
        assertEquals(ProviderStatus.State.DISABLED, fleet.status(B).state());
    }

    @Test
    void what_was_learned_before_a_reset_that_ends_an_outage_is_not_held_against_anybody() {
        // Given
        var held = fleet.lease(A);
        shared.goAway();
        fleet.succeeded(held);
        fleet.fails(3, A, FailureKind.UNAVAILABLE);
        fleet.fails(3, B, FailureKind.UNAVAILABLE);

        // When
        shared.comeBack();
        fleet.reset("one", A);

        // Then
        assertEquals(ProviderStatus.State.HEALTHY, others.status(A).state());
        assertEquals(0, others.status(A).inFlight());
        assertEquals(ProviderStatus.State.COOLDOWN, others.status(B).state());
    }

    private static Failure limitedFor(Duration wait) {
        return Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(wait));
    }
}
