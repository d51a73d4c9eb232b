package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.FailureKind;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real server that is killed, frozen and started again. */
class OutageIT {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    private static final Duration TIMEOUT = Duration.ofMillis(50);

    /** How much longer than the timeout a call may take on a busy machine. */
    private static final Duration SLACK = Duration.ofMillis(450);

    private FallbackHealthStore store;
    private Fleet fleet;

    @BeforeEach
    void start() {
        var policy = HealthPolicy.DEFAULT;
        var clock = InstantSource.system();
        var local = new MemoryHealthStore(policy, clock, () -> 0.5);
        var shared = new RedisHealthStore(REDIS.client(), UUID.randomUUID().toString(), policy, () -> 0.5);
        store = new FallbackHealthStore(shared, local, new Impatient(), policy, clock);
        fleet = new Fleet(store, new VirtualTime());
        store.prepare(List.of(A, B)).await().atMost(Duration.ofSeconds(5));
        untilShared();
        fleet.fails(1, B, FailureKind.NOT_FOUND);
    }

    @Test
    void a_killed_server_fails_no_call_and_leads_again_once_it_is_back() throws Exception {
        // Given
        var held = fleet.lease(A);

        // When
        REDIS.server().kill();

        // Then
        assertEquals(A, quickly(() -> fleet.lease(Fleet.inTurn("pool", B, A))).target());
        assertTrue(store.degraded());
        fleet.succeeded(held);
        fleet.fails(3, A, FailureKind.NETWORK);
        REDIS.server().start();
        untilShared();
        assertEquals(ProviderStatus.State.COOLDOWN, untilTold().state());
    }

    @Test
    void a_frozen_server_fails_no_call_and_holds_none_up() throws Exception {
        // Given
        REDIS.server().freeze();

        // When
        var lease = quickly(() -> fleet.lease(Fleet.inTurn("pool", B, A)));

        // Then
        assertEquals(A, lease.target());
        assertTrue(store.degraded());
        quickly(() -> fleet.status(A));
        fleet.succeeded(lease);
        REDIS.server().thaw();
        untilShared();
        assertFalse(store.degraded());
    }

    @Test
    void a_lease_that_a_frozen_server_grants_after_it_was_given_up_expires_when_nobody_ends_it() throws Exception {
        // Given
        var time = new VirtualTime();
        var policy = HealthPolicy.DEFAULT;
        var shared =
                RedisServerExtension.store(REDIS.client(), UUID.randomUUID().toString(), policy, time, () -> 0.5);
        var local = new MemoryHealthStore(policy, time, () -> 0.5);
        var fallback = new FallbackHealthStore(shared, local, new Impatient(), policy, time);
        var others = new Fleet(shared, time);
        others.ignored(others.lease(A));
        REDIS.server().freeze();

        // When
        var lease = new Fleet(fallback, time).lease(A);

        // Then
        assertTrue(lease.id().startsWith("local:"), lease::toString);
        REDIS.server().thaw();
        assertEquals(1, untilLeased(others).inFlight());
        time.advance(policy.leaseTtl());
        assertEquals(0, others.status(A).inFlight());
    }

    private static ProviderStatus untilLeased(Fleet others) {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (others.status(A).inFlight() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return others.status(A);
    }

    private void untilShared() {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        do {
            fleet.status(A);
        } while (store.degraded() && System.nanoTime() < end);
        assertFalse(store.degraded());
    }

    private ProviderStatus untilTold() {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (fleet.status(A).state() == ProviderStatus.State.HEALTHY && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return fleet.status(A);
    }

    private static <T> T quickly(Supplier<T> call) {
        var began = System.nanoTime();
        var result = call.get();
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(TIMEOUT.plus(SLACK)) < 0, took::toString);
        return result;
    }

    /** Waits no longer than the timeout. */
    private static final class Impatient implements FallbackHealthStore.Guard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get().ifNoItem().after(TIMEOUT).fail();
        }
    }
}
