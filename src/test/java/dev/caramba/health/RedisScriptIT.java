package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static dev.caramba.health.FleetRules.A2;
import static dev.caramba.health.FleetRules.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Target;
import dev.caramba.redis.RedisServerExtension;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the store uses Redis: round trips, scripts, keys, and its clock. */
class RedisScriptIT {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    private static final Failure DOWN = Failure.of(FailureKind.UNAVAILABLE, "down");

    private RedisHealthStore store;
    private int leases;

    @BeforeEach
    void start() {
        REDIS.ask(Command.FLUSHALL);
        store = new RedisHealthStore(REDIS.client(), "caramba", HealthPolicy.DEFAULT, () -> 0.5);
        await(store.report(lease(Fleet.inTurn("warm", B)), new AttemptOutcome.Ignored()));
        REDIS.ask(Command.CONFIG, "RESETSTAT");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 64, 512, 2_100})
    void an_acquisition_and_a_report_are_one_round_trip_each(int targets) {
        // Given
        var ranking = Fleet.inTurn("pool", targets(targets));

        // When
        for (int i = 0; i < 10; i++) {
            await(store.report(lease(ranking), new AttemptOutcome.Success(Optional.empty(), Duration.ZERO)));
        }

        // Then
        assertEquals(20, calls("evalsha"));
        assertEquals(0, calls("eval"));
    }

    @Test
    void a_server_that_forgot_the_scripts_is_told_them_again() {
        // Given
        REDIS.ask(Command.SCRIPT, "FLUSH");

        // When
        var lease = lease(Fleet.inTurn("pool", A));
        var view = await(store.report(lease, new AttemptOutcome.Ignored()));

        // Then
        assertEquals(A, lease.target());
        assertEquals(0, view.of(A).inFlight());
        assertEquals(2, calls("eval"));
    }

    @Test
    void time_is_that_of_the_server() {
        // When
        var used = await(store.acquire(Fleet.inTurn("pool", A), "lease"))
                .view()
                .of(A)
                .lastUsed()
                .orElseThrow();

        // Then
        assertTrue(Duration.between(used, Instant.now()).abs().compareTo(Duration.ofSeconds(2)) < 0, used::toString);
    }

    @Test
    void every_key_carries_the_same_tag_and_vanishes_when_it_is_not_used() {
        // When
        var lease = lease(Fleet.inTurn("pool of " + "many ".repeat(100), A));
        await(store.renew(lease));
        await(store.report(lease, new AttemptOutcome.Failed(DOWN)));
        await(store.acquire(Fleet.inTurn("pool", A), "another"));

        // Then
        var keys = Arrays.stream(
                        REDIS.ask(Command.KEYS, "*").replaceAll("[\\[\\]]", "").split(", "))
                .toList();
        assertTrue(keys.size() >= 6, keys::toString);
        for (var key : keys) {
            assertTrue(key.startsWith("{caramba}:"), key);
            assertTrue(key.length() < 100, key);
            assertTrue(
                    Long.parseLong(REDIS.ask(Command.PTTL, key))
                            > Duration.ofMinutes(119).toMillis(),
                    key);
        }
    }

    @Test
    void what_one_instance_does_by_hand_binds_the_very_next_call_of_another() {
        // Given
        var other = new RedisHealthStore(REDIS.client(), "caramba", HealthPolicy.DEFAULT, () -> 0.5);
        var fleet = new Fleet(store, new VirtualTime());
        var others = new Fleet(other, new VirtualTime());

        // When
        fleet.disable("one", A);

        // Then
        others.refusedForGood(A);
        assertEquals(B, others.lease(Fleet.inTurn("pool", A, B)).target());
        others.enable("one", A);
        fleet.failed(fleet.lease(A), Failure.of(FailureKind.AUTHENTICATION, "bad key"));
        others.refused(A);
        fleet.reset("one", A);
        assertFalse(others.lease(A).probe());
    }

    @Test
    void what_is_done_by_hand_is_one_round_trip_and_has_no_end() {
        // Given
        var fleet = new Fleet(store, new VirtualTime());
        fleet.enable("one", A);
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        // When
        fleet.disable("one", A, A2);
        fleet.reset("one", A, A2);

        // Then
        assertEquals(2, calls("evalsha"));
        assertEquals("[one]", REDIS.ask(Command.SMEMBERS, "{caramba}:disabled"));
        assertEquals("-1", REDIS.ask(Command.PTTL, "{caramba}:disabled"));
    }

    @Test
    void operators_may_use_the_commands_of_redis_as_well() {
        // Given
        var fleet = new Fleet(store, new VirtualTime());
        REDIS.ask(Command.SADD, "{caramba}:disabled", "one");
        fleet.refusedForGood(A, A2);

        // When
        REDIS.ask(Command.SREM, "{caramba}:disabled", "one");

        // Then
        assertEquals(A, fleet.lease(A).target());
    }

    @Test
    void fleets_with_different_prefixes_share_nothing() {
        // Given
        var other = new RedisHealthStore(REDIS.client(), "staging", HealthPolicy.DEFAULT, () -> 0.5);

        // When
        lease(Fleet.inTurn("pool", A));

        // Then
        assertFalse(await(other.view(List.of(A))).of(A).occupied());
    }

    @Test
    void long_errors_are_cut_between_characters() {
        // Given
        var long_ = Failure.of(FailureKind.UNAVAILABLE, "x".repeat(486) + "\uD83D\uDE00".repeat(10));

        // When
        var view = await(store.report(lease(Fleet.inTurn("pool", A)), new AttemptOutcome.Failed(long_)));

        // Then
        assertEquals("unavailable: " + "x".repeat(486), view.of(A).lastError().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two  spaces ", "first\nsecond", "nul \0 inside", "- 0 1 \u00e4\u20ac"})
    void an_error_is_kept_as_it_is(String message) {
        // Given
        var lease = lease(Fleet.inTurn("pool", A));

        // When
        await(store.report(lease, new AttemptOutcome.Failed(Failure.of(FailureKind.UNAVAILABLE, message))));

        // Then
        var view = await(store.view(List.of(A)));
        assertEquals("unavailable: " + message, view.of(A).lastError().orElseThrow());
        assertEquals(Optional.empty(), view.of(B).lastError());
    }

    @Test
    void a_circuit_that_was_deleted_is_forgotten_but_not_its_leases() {
        // Given
        lease(Fleet.inTurn("pool", A));
        lease(Fleet.inTurn("pool", A));
        await(store.report(lease(Fleet.inTurn("pool", A)), new AttemptOutcome.Failed(DOWN)));

        // When
        REDIS.ask(Command.DEL, "{caramba}:target:" + A, "{caramba}:provider:" + A.provider());

        // Then
        assertEquals(ProviderStatus.unknown(A), await(store.view(List.of(A))).of(A));
        lease(Fleet.inTurn("pool", A));
        assertEquals(3, await(store.view(List.of(A))).of(A).inFlight());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"garbage", "", " ", "1", "0 0 0 ", "0 0 0 x", "1 0 1 0 0 - x", "0 0 0 0 0 - 0 0 0 0 x err", "{}"
            })
    void a_value_that_no_script_wrote_tells_nothing_and_is_written_over(String foreign) {
        // Given
        var prefix = UUID.randomUUID().toString();
        var foreigns = new RedisHealthStore(REDIS.client(), prefix, HealthPolicy.DEFAULT, () -> 0.5);
        var keys = new RedisHealthKeys(prefix);
        REDIS.ask(Command.SET, keys.circuit(A), foreign);
        REDIS.ask(Command.SET, keys.circuit(A.provider()), foreign);

        // Then
        assertEquals(ProviderStatus.unknown(A), await(foreigns.view(List.of(A))).of(A));
        assertInstanceOf(Acquisition.Granted.class, await(foreigns.acquire(Fleet.inTurn("pool", A), "lease")));
        assertEquals(1, await(foreigns.view(List.of(A))).of(A).inFlight());
    }

    @Test
    void nothing_is_asked_of_no_target() {
        // When
        var acquisition = await(store.acquire(Fleet.inTurn("pool"), "lease"));

        // Then
        assertEquals(
                Optional.empty(),
                assertInstanceOf(Acquisition.Refused.class, acquisition).retryAfter());
        assertEquals(0, await(store.view(List.of())).statuses().size());
    }

    @Test
    void the_verbs_use_nothing_that_only_newer_servers_know() {
        // When
        var version = REDIS.ask(Command.INFO, "server");

        // Then
        assertTrue(version.contains("redis_version:6.2"), version);
    }

    private Lease lease(Ranking ranking) {
        var acquisition = await(store.acquire(ranking, "lease-" + leases++));
        return assertInstanceOf(Acquisition.Granted.class, acquisition).lease();
    }

    private static int calls(String command) {
        return Stream.of(REDIS.ask(Command.INFO, "commandstats").split("\r?\n"))
                .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    private static Target[] targets(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Target("p" + i, "m")).toArray(Target[]::new);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
