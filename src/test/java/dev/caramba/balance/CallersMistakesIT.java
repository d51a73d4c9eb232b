package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.HealthStore;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.RedisHealthStore;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import dev.caramba.provider.Fixture;
import dev.caramba.provider.HttpProvider;
import dev.caramba.provider.HttpTimeouts;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers answer to a caller's mistakes, over sockets and with both stores: no server is blamed for it. */
class CallersMistakesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** More than open a cooldown. */
    private static final int CALLS = 4;

    private static final Target A = new Target("a", "m");

    private static RedisProcess server;
    private static Vertx vertx;
    private static Redis redis;
    private static HttpWire wire;

    private Upstream mistaken;
    private Upstream able;

    @BeforeAll
    static void startStore() {
        server = new RedisProcess();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
        wire = new HttpWire(vertx.getDelegate(), WireSettings.DEFAULT);
    }

    @AfterAll
    static void stopStore() {
        wire.close();
        vertx.closeAndAwait();
        server.close();
    }

    @BeforeEach
    void start() {
        mistaken = Upstream.start();
        able = Upstream.start().always(ChatAnswer.of("seen").inEvents(1).stream());
    }

    @AfterEach
    void stop() {
        mistaken.close();
        able.close();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                        "custom/error_500_image",
                        "custom/error_500_bad_arguments",
                        "custom/first_event_error_image",
                        "ollama/error_500_bad_option",
                        "ollama/error_500_bad_schema",
                        "ollama/error_400_no_tools",
                        "ollama/first_line_error_schema")
                .flatMap(fixture -> Stream.of("memory", "redis").map(store -> Arguments.of(fixture, store)));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_server_alone_tells_the_caller_and_stays_in_service(String fixture, String storeType) {
        // Given
        var store = store(storeType);
        mistaken.always(Fixture.named(fixture).script());
        var balancer = balancer(store, candidate("a", dialect(fixture), mistaken));

        for (int i = 1; i <= CALLS; i++) {
            // When
            var trail = new CallTrail();
            var error = assertInstanceOf(Event.Error.class, last(balancer, trail));

            // Then
            assertEquals(400, error.failure().kind().status());
            assertEquals("invalid_request_error", error.failure().kind().type());
            assertEquals("invalid_request", error.failure().kind().code());
            assertEquals(List.of("invalid_request"), outcomes(trail));
            assertEquals(i, mistaken.requests().size());
        }
        assertUntouched(store);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void another_server_that_is_able_to_answers_and_the_first_stays_in_service(String fixture, String storeType) {
        // Given
        var store = store(storeType);
        mistaken.always(Fixture.named(fixture).script());
        var balancer =
                balancer(store, candidate("a", dialect(fixture), mistaken), candidate("b", "openai-compatible", able));

        for (int i = 1; i <= CALLS; i++) {
            // When
            var trail = new CallTrail();
            assertInstanceOf(Event.Done.class, last(balancer, trail));

            // Then
            assertEquals(List.of("invalid_request", "success"), outcomes(trail));
        }
        assertUntouched(store);
    }

    static Stream<String> stores() {
        return Stream.of("memory", "redis");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void a_server_that_loads_its_model_is_passed_over_for_one_that_is_ready(String storeType) {
        mistaken.always(Fixture.named("custom/error_503_loading").script());
        var balancer = balancer(
                store(storeType),
                candidate("a", "openai-compatible", mistaken),
                candidate("b", "openai-compatible", able));
        var trail = new CallTrail();

        assertInstanceOf(Event.Done.class, last(balancer, trail));

        assertEquals(List.of("unavailable", "success"), outcomes(trail));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void a_server_alone_that_loads_its_model_is_asked_again_after_a_while(String storeType) {
        mistaken.next(Fixture.named("custom/error_503_loading").script())
                .always(ChatAnswer.of("loaded").inEvents(1).stream());
        var balancer = balancer(store(storeType), candidate("a", "openai-compatible", mistaken));
        var trail = new CallTrail();

        assertInstanceOf(Event.Done.class, last(balancer, trail));

        assertEquals(List.of("unavailable", "success"), outcomes(trail));
    }

    private static void assertUntouched(HealthStore store) {
        var status = store.view(List.of(A)).await().atMost(PATIENCE).of(A);
        assertEquals(ProviderStatus.State.HEALTHY, status.state());
        assertEquals(0, status.failures());
        assertEquals(0, status.inFlight());
        assertEquals(Optional.empty(), status.lastError());
        assertEquals(Optional.empty(), status.cooldownUntil());
    }

    private static Event last(BalancedProvider balancer, CallTrail trail) {
        var deadline = new Deadline(Instant.now().plus(PATIENCE), false);
        return balancer.generate(
                        new CallContext("mistake", "anonymous", deadline, trail),
                        GenerationParams.of(BalancerFixture.QUESTION).withStream(true))
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);
    }

    private static List<String> outcomes(CallTrail trail) {
        return trail.attempts().stream().map(Attempt::outcome).toList();
    }

    private static String dialect(String fixture) {
        return fixture.startsWith("ollama") ? "ollama" : "openai-compatible";
    }

    /** Asked in the order of their names. */
    private static BalancedProvider balancer(HealthStore store, Candidate... candidates) {
        var strategy = new Strategies(List.of()).named("priority").orElseThrow();
        return new BalancedProvider(
                "balanced",
                (params, grant) -> new Candidates("pool", strategy, List.of(candidates), List.of()),
                store,
                BalancerSettings.DEFAULT,
                InstantSource.system(),
                wire.timer(),
                () -> 0.5);
    }

    private static Candidate candidate(String name, String type, Upstream upstream) {
        var base = upstream.baseUrl() + (type.equals("ollama") ? "" : "/v1");
        var provider = new HttpProvider(
                name,
                new Dialects(List.of()).named(type).orElseThrow(),
                new Endpoint(base, Optional.of("key"), Map.of()),
                HttpTimeouts.DEFAULT,
                wire);
        return new Candidate(new Target(name, "m"), provider, 1, name.charAt(0), 10, OptionalLong.empty(), PATIENCE);
    }

    private static HealthStore store(String type) {
        return type.equals("memory")
                ? new MemoryHealthStore(HealthPolicy.DEFAULT, InstantSource.system(), () -> 0.5)
                : new RedisHealthStore(redis, UUID.randomUUID().toString(), HealthPolicy.DEFAULT, () -> 0.5);
    }
}
