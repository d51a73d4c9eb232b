package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.Control;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.HealthStore;
import dev.caramba.health.Lease;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import dev.caramba.time.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ObservedHealthStoreTest {

    private static final Target TARGET = new Target("openai", "gpt-4o-mini");
    private static final Ranking RANKING = new Ranking(
            "auto", List.of(new Ranking.Tier(Ranking.Choice.IN_TURN, List.of(new Ranking.Seat(TARGET, 1, 10)))));

    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HealthStore store = new ObservedHealthStore(
            new MemoryHealthStore(HealthPolicy.DEFAULT, time, () -> 0.5), meters, new TargetTags(target -> true));
    private final TargetReadiness readiness = new TargetReadiness(store, List.of(TARGET), Map.of());

    @Test
    void readiness_says_what_is_left_out_of_routes_and_stays_up() {
        var told = new TargetReadiness(
                store, List.of(TARGET), Map.of("fast", "cohere left out, COHERE_API_KEY is not set"));

        var response = told.call().await().indefinitely();

        assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
        assertEquals(
                "cohere left out, COHERE_API_KEY is not set",
                response.getData().orElseThrow().get("route fast"));
    }

    @Test
    void leases_are_in_flight_until_they_are_reported() {
        // Given
        var lease = acquire("a");
        acquire("b");
        assertEquals(2, inFlight());

        // When
        report(lease, new AttemptOutcome.Success(Optional.empty(), Duration.ZERO));

        // Then
        assertEquals(1, inFlight());
    }

    @Test
    void an_outage_is_one_cooldown_however_many_calls_fail_in_it() {
        // Given
        var leases = List.of(acquire("a"), acquire("b"), acquire("c"), acquire("d"), acquire("e"));

        // When
        leases.forEach(lease -> report(lease, failure()));

        // Then
        assertEquals(1, meters.get(MetricNames.COOLDOWNS).counter().count());
        assertEquals(1, meters.get(MetricNames.COOLING).gauge().value());
        assertEquals(HealthCheckResponse.Status.DOWN, ready());
    }

    @Test
    void a_cooldown_that_is_over_is_no_longer_shown_and_the_instance_is_ready() {
        // Given
        List.of(acquire("a"), acquire("b"), acquire("c")).forEach(lease -> report(lease, failure()));
        store.acquire(RANKING, "refused").await().indefinitely();

        // When
        time.advance(Duration.ofSeconds(6));
        acquire("probe");

        // Then
        assertEquals(0, meters.get(MetricNames.COOLING).gauge().value());
        assertEquals(1, meters.get(MetricNames.REFUSALS).counter().count());
        assertEquals(HealthCheckResponse.Status.UP, ready());
    }

    @Test
    void a_target_that_is_disabled_by_hand_is_shown_and_no_reason_to_be_ready() {
        // When
        control(Control.Action.DISABLE);

        // Then
        assertEquals(1, meters.get(MetricNames.DISABLED).gauge().value());
        assertEquals(HealthCheckResponse.Status.DOWN, ready());
        control(Control.Action.ENABLE);
        assertEquals(0, meters.get(MetricNames.DISABLED).gauge().value());
        assertEquals(HealthCheckResponse.Status.UP, ready());
    }

    @Test
    void a_cooldown_that_goes_on_while_its_target_is_disabled_is_not_counted_twice() {
        // Given
        var late = acquire("late");
        List.of(acquire("a"), acquire("b"), acquire("c")).forEach(lease -> report(lease, failure()));
        control(Control.Action.DISABLE);

        // When
        control(Control.Action.ENABLE);
        report(late, failure());

        // Then
        assertEquals(1, meters.get(MetricNames.COOLING).gauge().value());
        assertEquals(1, meters.get(MetricNames.COOLDOWNS).counter().count());
    }

    private void control(Control.Action action) {
        store.control(new Control(action, TARGET.provider(), List.of(TARGET)))
                .await()
                .indefinitely();
    }

    private Lease acquire(String id) {
        return ((Acquisition.Granted) store.acquire(RANKING, id).await().indefinitely()).lease();
    }

    private void report(Lease lease, AttemptOutcome outcome) {
        store.report(lease, outcome).await().indefinitely();
    }

    private static AttemptOutcome failure() {
        return new AttemptOutcome.Failed(Failure.of(FailureKind.UNAVAILABLE, "down"));
    }

    private double inFlight() {
        return meters.get(MetricNames.IN_FLIGHT).gauge().value();
    }

    private HealthCheckResponse.Status ready() {
        return readiness.call().await().indefinitely().getStatus();
    }
}
