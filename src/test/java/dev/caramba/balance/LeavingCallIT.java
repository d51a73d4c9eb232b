package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.FallbackHealthStore;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.HealthStore;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.RedisHealthStore;
import dev.caramba.redis.RedisProcess;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller that leaves while Redis makes up its mind: the lease that it grants is given back, long before it expires. */
class LeavingCallIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RedisProcess server;
    private static Vertx vertx;
    private static Redis redis;

    @BeforeAll
    static void start() {
        server = new RedisProcess();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
    }

    @AfterAll
    static void stop() {
        vertx.closeAndAwait();
        server.close();
    }

    static Stream<Named<HealthStore>> stores() {
        return Stream.of(Named.of("redis", shared()), Named.of("redis with memory behind it", fallback()));
    }

    private static RedisHealthStore shared() {
        return new RedisHealthStore(redis, UUID.randomUUID().toString(), HealthPolicy.DEFAULT, () -> 0.5);
    }

    private static FallbackHealthStore fallback() {
        var clock = InstantSource.system();
        var local = new MemoryHealthStore(HealthPolicy.DEFAULT, clock, () -> 0.5);
        return new FallbackHealthStore(shared(), local, new Patient(), HealthPolicy.DEFAULT, clock);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void the_lease_is_given_back_once_it_is_granted(HealthStore store) throws Exception {
        // Given
        var bench = new BalancerFixture(store);
        bench.peer("warm");
        bench.store
                .report(bench.lease("warm"), new AttemptOutcome.Ignored())
                .await()
                .atMost(PATIENCE);
        var leaving = new BalancerFixture(store);
        var a = leaving.peer("a");
        server.freeze();
        var call = leaving.call();

        // When
        call.cancel();

        // Then
        server.thaw();
        var status = untilGivenBack(leaving);
        assertTrue(status.lastUsed().isPresent(), "never granted");
        assertEquals(0, status.inFlight());
        assertEquals(0, a.asked());
        assertEquals(List.of(), call.attempts());
        assertFalse(store.degraded());
    }

    private static ProviderStatus untilGivenBack(BalancerFixture bench) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        ProviderStatus status;
        do {
            status = bench.status("a");
        } while ((status.lastUsed().isEmpty() || status.inFlight() > 0) && System.nanoTime() < end);
        return status;
    }

    /** Waits longer than the server is frozen. */
    private static final class Patient implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get().ifNoItem().after(PATIENCE).fail();
        }
    }
}
