package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.redis.RedisAdmin;
import dev.caramba.redis.RedisClusterExtension;
import dev.caramba.redis.RedisProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that loses one of its nodes. */
class RedisClusterIT {

    @RegisterExtension
    static final RedisClusterExtension REDIS = new RedisClusterExtension();

    @BeforeEach
    void forget() {
        REDIS.nodes().forEach(node -> new RedisAdmin(REDIS.vertx(), node).ask("FLUSHALL"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void without_a_node_no_call_fails_and_with_it_health_is_shared_again(int node) throws Exception {
        // Given
        var instance = new Instance(REDIS.vertx(), REDIS.options());
        var fleet = instance.fleet();
        instance.untilShared();
        fleet.fails(1, B, FailureKind.NOT_FOUND);

        // When
        REDIS.nodes().forEach(RedisProcess::forgetOutput);
        REDIS.nodes().get(node).kill();
        REDIS.nodes().get((node + 1) % 3).await("Cluster state changed: fail");
        REDIS.nodes().get((node + 2) % 3).await("Cluster state changed: fail");

        // Then
        var lease = Instance.quickly(() -> fleet.lease(Fleet.inTurn("pool", B, A)));
        assertEquals(A, lease.target());
        assertTrue(instance.store().degraded());
        Instance.quickly(() -> fleet.report(lease, new AttemptOutcome.Ignored()));
        fleet.fails(3, A, FailureKind.NETWORK);
        REDIS.nodes().get(node).start();
        instance.untilShared();
        var other = new Instance(REDIS.vertx(), REDIS.options());
        assertEquals(State.COOLDOWN, other.untilNotHealthy(A));
    }
}
