package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.B;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.health.ProviderStatus.State;
import dev.caramba.prompt.Target;
import dev.caramba.redis.RedisLink;
import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** One of a fleet over a real Redis, whose calls wait for it about as long as those of the product. */
final class Instance {

    static final int CONNECTIONS = 4;

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    /** How much longer than the timeout a call may take on a busy machine. */
    private static final Duration SLACK = Duration.ofMillis(850);

    /** A fifth of the product's, so that nobody waits for it; longer than {@link #quickly} lets a call take. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);

    private final FallbackHealthStore store;
    private final Fleet fleet;

    /** @param options how to reach Redis */
    Instance(Vertx vertx, RedisOptions options) {
        this(vertx, options, TIMEOUT);
    }

    /** @param timeout how long a call waits for Redis at most */
    Instance(Vertx vertx, RedisOptions options, Duration timeout) {
        var policy = HealthPolicy.DEFAULT;
        var clock = InstantSource.system();
        options.setMaxPoolSize(CONNECTIONS).setMaxPoolWaiting(4096);
        store = new FallbackHealthStore(
                new RedisHealthStore(RedisLink.open(vertx, options, timeout, PATIENCE), "caramba", policy, () -> 0.5),
                new MemoryHealthStore(policy, clock, () -> 0.5),
                new Impatient(timeout),
                policy,
                clock);
        fleet = new Fleet(store, new VirtualTime());
    }

    FallbackHealthStore store() {
        return store;
    }

    Fleet fleet() {
        return fleet;
    }

    /** Looks until it is answered by Redis. */
    void untilShared() {
        store.prepare(List.of(A, B)).await().atMost(LONGEST_OUTAGE);
        var end = System.nanoTime() + LONGEST_OUTAGE.toNanos();
        do {
            store.view(List.of(A, B)).await().atMost(LONGEST_OUTAGE);
        } while (store.degraded() && System.nanoTime() < end);
        assertFalse(store.degraded());
    }

    /** Looks until somebody has told that the target is not well. */
    State untilNotHealthy(Target target) {
        untilShared();
        var end = System.nanoTime() + LONGEST_OUTAGE.toNanos();
        var state = fleet.status(target).state();
        while (state == State.HEALTHY && System.nanoTime() < end) {
            state = fleet.status(target).state();
        }
        return state;
    }

    /** The result, which must come before a call would notice. */
    static <T> T quickly(Supplier<T> call) {
        var began = System.nanoTime();
        var result = call.get();
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(TIMEOUT.plus(SLACK)) < 0, took::toString);
        return result;
    }

    /** Waits no longer than the timeout, and asks every time. */
    private record Impatient(Duration timeout) implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get().ifNoItem().after(timeout).fail();
        }
    }
}
