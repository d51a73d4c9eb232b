package dev.caramba.health;

import static dev.caramba.health.FleetRules.millis;
import static dev.caramba.health.FleetRules.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When a cooldown opens, and how long it lasts. Longer than other files: one list of rules, sentence by sentence. */
interface CooldownRules extends FleetRules {

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "UNAVAILABLE", "NETWORK", "TIMEOUT", "PROTOCOL"})
    default void the_third_failure_in_a_row_opens_a_cooldown(FailureKind kind) {
        // Given
        fleet().fails(2, A, kind);
        assertEquals(Duration.ZERO, fleet().cooldownLeft(A));

        // When
        fleet().fails(1, A, kind);

        // Then
        assertEquals(seconds(5), fleet().refused(A));
        assertEquals(ProviderStatus.State.COOLDOWN, fleet().status(A).state());
    }

    @Test
    default void a_success_in_between_starts_the_count_again() {
        // Given
        fleet().fails(2, A, FailureKind.UNAVAILABLE);
        fleet().succeeded(fleet().lease(A));

        // When
        fleet().fails(2, A, FailureKind.UNAVAILABLE);

        // Then
        assertEquals(Duration.ZERO, fleet().cooldownLeft(A));
    }

    @Test
    default void a_cooldown_of_one_target_leaves_the_others_alone() {
        // When
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // Then
        fleet().lease(A2);
        fleet().lease(B);
    }

    @Test
    default void every_failed_probe_doubles_the_cooldown_up_to_its_bound() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // When
        var cooldowns = probesThatFail(4, Failure.of(FailureKind.UNAVAILABLE, "down"));

        // Then
        assertEquals(Stream.of(10, 20, 30, 30).map(Duration::ofSeconds).toList(), cooldowns);
    }

    @ParameterizedTest
    @CsvSource({"0.0, 4500", "0.25, 4750", "0.5, 5000", "1.0, 5500"})
    default void a_cooldown_is_jittered_by_a_tenth_either_way(double random, long expected) {
        // Given
        nextRandom(random);

        // When
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // Then
        assertEquals(millis(expected), fleet().cooldownLeft(A));
    }

    @ParameterizedTest
    @CsvSource({"0.0, 27000", "1.0, 30000"})
    default void the_jitter_never_passes_the_bound(double random, long expected) {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        probesThatFail(5, Failure.of(FailureKind.UNAVAILABLE, "down"));
        nextRandom(random);

        // When
        var cooldowns = probesThatFail(1, Failure.of(FailureKind.UNAVAILABLE, "down"));

        // Then
        assertEquals(millis(expected), cooldowns.get(0));
    }

    @Test
    default void one_rate_limit_is_enough() {
        // When
        fleet().fails(1, A, FailureKind.RATE_LIMITED);

        // Then
        assertEquals(seconds(5), fleet().refused(A));
        fleet().lease(A2);
    }

    @Test
    default void rate_limits_without_a_hint_back_off_like_any_failure() {
        // Given
        fleet().fails(1, A, FailureKind.RATE_LIMITED);

        // When
        var cooldowns = probesThatFail(3, Failure.of(FailureKind.RATE_LIMITED, "slow down"));

        // Then
        assertEquals(Stream.of(10, 20, 30).map(Duration::ofSeconds).toList(), cooldowns);
    }

    @ParameterizedTest
    @CsvSource({"0.0, 7000", "1.0, 7000", "0.0, 90000", "1.0, 1"})
    default void the_wait_that_a_provider_asks_for_is_the_cooldown_and_not_jittered(double random, long asked) {
        // Given
        nextRandom(random);

        // When
        fleet().failed(fleet().lease(A), limitedFor(millis(asked)));

        // Then
        assertEquals(millis(asked), fleet().cooldownLeft(A));
    }

    @Test
    default void the_wait_that_a_provider_asks_for_is_bounded() {
        // When
        fleet().failed(fleet().lease(A), limitedFor(Duration.ofHours(2)));

        // Then
        assertEquals(POLICY.maxRetryAfter(), fleet().cooldownLeft(A));
    }

    @Test
    default void an_overloaded_provider_that_asks_for_a_wait_gets_it_at_once() {
        // When
        fleet().failed(
                        fleet().lease(A),
                        Failure.of(FailureKind.OVERLOADED, "busy").withRetryAfter(Optional.of(seconds(12))));

        // Then
        assertEquals(seconds(12), fleet().refused(A));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATION", "PERMISSION", "QUOTA_EXHAUSTED"})
    default void what_concerns_the_key_opens_a_long_cooldown_for_the_whole_provider(FailureKind kind) {
        // When
        fleet().fails(1, A, kind);

        // Then
        assertEquals(POLICY.longCooldown(), fleet().refused(A));
        assertEquals(POLICY.longCooldown(), fleet().refused(A2));
        fleet().lease(B);
    }

    @Test
    default void a_model_that_is_not_found_opens_a_long_cooldown_for_the_target_alone() {
        // When
        fleet().fails(1, A, FailureKind.NOT_FOUND);

        // Then
        assertEquals(POLICY.longCooldown(), fleet().refused(A));
        fleet().lease(A2);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATION", "NOT_FOUND"})
    default void a_long_cooldown_doubles_up_to_its_bound(FailureKind kind) {
        // Given
        fleet().fails(1, A, kind);

        // When
        var cooldowns = probesThatFail(5, Failure.of(kind, "still so"));

        // Then
        assertEquals(Stream.of(10, 20, 40, 60, 60).map(Duration::ofMinutes).toList(), cooldowns);
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_REQUEST", "UNSUPPORTED", "CONTEXT_LENGTH", "CONTENT_FILTER", "CANCELLED"})
    default void what_concerns_the_request_leaves_no_trace(FailureKind kind) {
        // When
        fleet().fails(10, A, kind);

        // Then
        var status = fleet().status(A);
        assertEquals(ProviderStatus.State.HEALTHY, status.state());
        assertEquals(0, status.failures());
        assertEquals(Optional.empty(), status.lastError());
    }

    @Test
    default void a_target_without_requests_left_is_not_asked_before_they_are_back() {
        // When
        fleet().report(fleet().lease(A), new AttemptOutcome.Success(Optional.empty(), seconds(20)));

        // Then
        assertEquals(seconds(20), fleet().refused(A));
        fleet().lease(A2);
        fleet().wait(millis(19_999));
        assertEquals(millis(1), fleet().refused(A));
    }

    @Test
    default void a_target_whose_requests_are_back_needs_no_probe() {
        // Given
        fleet().report(fleet().lease(A), new AttemptOutcome.Success(Optional.empty(), seconds(20)));

        // When
        fleet().wait(seconds(20));

        // Then
        assertEquals(ProviderStatus.State.HEALTHY, fleet().status(A).state());
        assertEquals(5, fleet().leases(5, A).size());
    }

    @Test
    default void a_later_success_does_not_bring_requests_back_early() {
        // Given
        var other = fleet().lease(A);
        fleet().report(fleet().lease(A), new AttemptOutcome.Success(Optional.empty(), seconds(20)));

        // When
        fleet().report(other, new AttemptOutcome.Success(Optional.empty(), seconds(2)));

        // Then
        assertEquals(seconds(20), fleet().refused(A));
    }

    /** Each waits for the cooldown, probes and fails; the cooldowns that followed. */
    private List<Duration> probesThatFail(int times, Failure failure) {
        return IntStream.range(0, times)
                .mapToObj(i -> {
                    fleet().waitForCooldown(A);
                    fleet().failed(fleet().lease(A), failure);
                    return fleet().cooldownLeft(A);
                })
                .toList();
    }

    private static Failure limitedFor(Duration wait) {
        return Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(wait));
    }
}
