package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.redis.RedisAdmin;
import dev.caramba.redis.RedisBinary;
import dev.caramba.redis.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master with a replica and a sentinel, which makes a master of the replica. */
class RedisSentinelIT {

    private static final String NAME = "mymaster";

    private final Vertx vertx = Vertx.vertx();
    private RedisProcess master;
    private RedisProcess replica;
    private RedisProcess sentinel;
    private Instance instance;

    @BeforeEach
    void start() throws Exception {
        master =
                new RedisProcess(RedisBinary.REDIS_6, "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0");
        replica = new RedisProcess(RedisBinary.REDIS_6, "--replicaof", "127.0.0.1", String.valueOf(master.port()));
        replica.await("sync: Finished with success");
        sentinel = RedisProcess.sentinel(RedisBinary.REDIS_6, NAME, master);
        instance = instance();
        instance.untilShared();
        instance.fleet().fails(1, B, FailureKind.NOT_FOUND);
        assertEquals("1", new RedisAdmin(vertx, master).ask("WAIT", "1", "10000"));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        List.of(sentinel, replica, master).forEach(RedisProcess::close);
    }

    @Test
    void a_failover_fails_no_call_and_the_fleet_meets_at_the_new_master() {
        // When
        var admin = new RedisAdmin(vertx, sentinel);
        while (!admin.agreesTo("SENTINEL", "FAILOVER", NAME)) {
            instance.fleet().status(A);
        }
        var calls = 0;
        while (!sentinel.hasPrinted("+switch-master")) {
            var lease = Instance.quickly(() -> instance.fleet().lease(Fleet.inTurn("pool", B, A)));
            assertEquals(A, lease.target());
            Instance.quickly(() -> instance.fleet().report(lease, new AttemptOutcome.Ignored()));
            calls++;
        }

        // Then
        assertTrue(calls > 0);
        master.await("REPLICAOF 127.0.0.1");
        meetAgain();
    }

    @Test
    void a_master_that_dies_is_replaced() throws Exception {
        // When
        master.kill();
        var lease = Instance.quickly(() -> instance.fleet().lease(Fleet.inTurn("pool", B, A)));

        // Then
        assertEquals(A, lease.target());
        assertTrue(instance.store().degraded());
        Instance.quickly(() -> instance.fleet().report(lease, new AttemptOutcome.Ignored()));
        sentinel.await("+switch-master");
        meetAgain();
    }

    private void meetAgain() {
        instance.fleet().fails(3, A, FailureKind.NETWORK);
        instance.untilShared();
        var options = new RedisOptions().setConnectionString(replica.url());
        assertEquals(State.COOLDOWN, new Instance(vertx, options).untilNotHealthy(A));
        assertEquals(State.COOLDOWN, instance().untilNotHealthy(B));
    }

    private Instance instance() {
        var options = new RedisOptions()
                .setType(RedisClientType.SENTINEL)
                .setMasterName(NAME)
                .setRole(RedisRole.MASTER)
                .setConnectionString(sentinel.url());
        return new Instance(vertx, options);
    }
}
