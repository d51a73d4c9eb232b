package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.redis.RedisAdmin;
import dev.caramba.redis.RedisGate;
import dev.caramba.redis.RedisProcess;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real server, or what stands in its place, can do instead of helping: no call notices any of it. */
class RedisTroublesIT {

    private static final AttemptOutcome ANSWERED =
            new AttemptOutcome.Success(Optional.of(Duration.ofMillis(5)), Duration.ZERO);

    private final Vertx vertx = Vertx.vertx();
    private RedisProcess server;
    private RedisGate gate;
    private RedisAdmin admin;

    @BeforeEach
    void start() {
        server = new RedisProcess();
        gate = new RedisGate(vertx, server, new NetServerOptions());
        admin = new RedisAdmin(vertx, server);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    enum Trouble {
        KILLED {
            @Override
            void begin(RedisTroublesIT it) throws Exception {
                it.server.kill();
            }

            @Override
            void end(RedisTroublesIT it) {
                it.server.start();
            }
        },
        FROZEN {
            @Override
            void begin(RedisTroublesIT it) throws Exception {
                it.server.freeze();
            }

            @Override
            void end(RedisTroublesIT it) throws Exception {
                it.server.thaw();
            }
        },
        PAUSED {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("CLIENT", "PAUSE", "60000", "WRITE");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("CLIENT", "UNPAUSE");
            }
        },
        BUSY_WITH_A_SCRIPT {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "lua-time-limit", "5");
                new RedisAdmin(it.vertx, it.server).tell("EVAL", "while true do end", "0");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("SCRIPT", "KILL");
            }
        },
        OUT_OF_MEMORY {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "maxmemory", "1");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "maxmemory", "0");
            }
        },
        READ_ONLY {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("REPLICAOF", "127.0.0.1", "1");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("REPLICAOF", "NO", "ONE");
            }
        },
        WITHOUT_ITS_MASTER {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "replica-serve-stale-data", "no");
                it.admin.ask("REPLICAOF", "127.0.0.1", "1");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("REPLICAOF", "NO", "ONE");
            }
        },
        PASSWORD_CHANGED {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "requirepass", "another");
                it.admin.ask("CLIENT", "KILL", "TYPE", "normal");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "requirepass", "");
            }
        },
        SCRIPTS_NOT_ALLOWED {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("ACL", "SETUSER", "default", "-evalsha", "-eval");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("ACL", "SETUSER", "default", "+@all");
            }
        },
        KEYS_NOT_ALLOWED {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("ACL", "SETUSER", "default", "resetkeys", "~other:*");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("ACL", "SETUSER", "default", "allkeys");
            }
        },
        TOO_MANY_CLIENTS {
            @Override
            void begin(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "maxclients", "1");
                it.admin.ask("CLIENT", "KILL", "TYPE", "normal");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.admin.ask("CONFIG", "SET", "maxclients", "100");
            }
        },
        LOADING {
            @Override
            void begin(RedisTroublesIT it) throws Exception {
                it.admin.ask("CONFIG", "SET", "rdbcompression", "no");
                it.admin.ask("EVAL", "for i = 1, 1000 do redis.call('SET', i, string.rep('x', 20000)) end", "0");
                it.admin.ask("SAVE");
                it.server.kill();
                it.server.launch("--key-load-delay", "1000");
                it.server.await("Loading RDB");
            }

            @Override
            void end(RedisTroublesIT it) {
                it.server.await("Ready to accept connections");
            }
        },
        CONNECTIONS_DIE_SILENTLY {
            @Override
            void begin(RedisTroublesIT it) {
                it.gate.loseConnections();
            }
        },
        SOMEBODY_ELSE_ANSWERS {
            private RedisGate.Answerer before;

            @Override
            void begin(RedisTroublesIT it) {
                before = it.gate.answerWith(socket -> socket.handler(
                        ignored -> socket.write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")));
            }

            @Override
            void end(RedisTroublesIT it) {
                it.gate.answerWith(before);
            }
        },
        HANGS_UP {
            private RedisGate.Answerer before;

            @Override
            void begin(RedisTroublesIT it) {
                before = it.gate.answerWith(socket -> socket.handler(ignored -> socket.close()));
            }

            @Override
            void end(RedisTroublesIT it) {
                it.gate.answerWith(before);
            }
        },
        SAYS_NOTHING {
            private RedisGate.Answerer before;

            @Override
            void begin(RedisTroublesIT it) {
                before = it.gate.answerWith(socket -> {});
            }

            @Override
            void end(RedisTroublesIT it) {
                it.gate.answerWith(before);
            }
        };

        abstract void begin(RedisTroublesIT it) throws Exception;

        /** Some end by themselves. */
        void end(RedisTroublesIT it) throws Exception {}
    }

    @ParameterizedTest
    @EnumSource
    void fails_no_call_and_holds_none_up(Trouble trouble) throws Exception {
        // Given
        var instance = instance(url(trouble));
        var fleet = instance.fleet();
        instance.untilShared();
        fleet.fails(1, B, FailureKind.NOT_FOUND);
        var held = fleet.lease(A);

        // When
        trouble.begin(this);

        // Then
        for (int i = 0; i < 3; i++) {
            var lease = Instance.quickly(() -> fleet.lease(Fleet.inTurn("pool", B, A)));
            assertEquals(A, lease.target());
            Instance.quickly(() -> fleet.report(lease, ANSWERED));
            Instance.quickly(() -> fleet.status(A));
        }
        assertTrue(instance.store().degraded() || trouble == Trouble.CONNECTIONS_DIE_SILENTLY);
        fleet.succeeded(held);
        fleet.fails(3, A, FailureKind.NETWORK);
        trouble.end(this);
        instance.untilShared();
        assertEquals(State.COOLDOWN, instance(server.url()).untilNotHealthy(A));
    }

    @ParameterizedTest
    @EnumSource(names = {"KILLED", "FROZEN", "PASSWORD_CHANGED", "TOO_MANY_CLIENTS", "LOADING", "SAYS_NOTHING"})
    void is_found_when_it_begins_to_help(Trouble trouble) throws Exception {
        // Given
        trouble.begin(this);
        var instance = instance(url(trouble));

        // When
        Instance.quickly(() -> instance.fleet().lease(A));

        // Then
        assertTrue(instance.store().degraded());
        trouble.end(this);
        instance.untilShared();
    }

    @Test
    void a_server_that_hung_is_not_asked_for_those_who_left() throws Exception {
        // Given
        var instance = instance(server.url());
        instance.untilShared();
        server.freeze();

        // When
        var calls = IntStream.range(0, 3_000)
                .mapToObj(i -> instance.store().acquire(Fleet.limited(A, 10_000), "hung-" + i))
                .toList();
        var granted = Uni.join().all(calls).andFailFast().await().atMost(Duration.ofSeconds(20));

        // Then
        granted.forEach(acquisition -> assertInstanceOf(Acquisition.Granted.class, acquisition));
        server.thaw();
        instance.untilShared();
        var leases = Integer.parseInt(admin.ask("ZCARD", "{caramba}:leases:" + A));
        assertTrue(leases <= Instance.CONNECTIONS, () -> leases + " leases");
        var connections = admin.connections();
        assertTrue(connections <= 2 * Instance.CONNECTIONS + 1, () -> connections + " connections");
    }

    @Test
    void a_server_that_forgets_the_scripts_again_and_again_is_no_trouble() {
        // Given
        var options = new RedisOptions().setConnectionString(server.url());
        var instance = new Instance(vertx, options, Duration.ofSeconds(5));
        instance.untilShared();

        // When
        for (int i = 0; i < 200; i++) {
            admin.tell("SCRIPT", "FLUSH");
            instance.fleet().succeeded(instance.fleet().lease(A));

            // Then
            assertFalse(instance.store().degraded());
        }
    }

    @Test
    void a_name_that_nobody_knows_fails_no_call_and_holds_none_up() {
        // Given
        var instance = instance("redis://caramba.invalid:6379");

        // When
        var lease = Instance.quickly(() -> instance.fleet().lease(A));

        // Then
        Instance.quickly(() -> instance.fleet().report(lease, new AttemptOutcome.Ignored()));
        assertTrue(instance.store().degraded());
    }

    private String url(Trouble trouble) {
        var isOnTheWay = trouble.compareTo(Trouble.CONNECTIONS_DIE_SILENTLY) >= 0;
        return "redis://localhost:" + (isOnTheWay ? gate.port() : server.port());
    }

    private Instance instance(String url) {
        return new Instance(vertx, new RedisOptions().setConnectionString(url));
    }
}
