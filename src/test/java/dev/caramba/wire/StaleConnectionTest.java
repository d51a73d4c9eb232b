package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.balance.BalancedProvider;
import dev.caramba.balance.BalancerSettings;
import dev.caramba.balance.Candidate;
import dev.caramba.balance.Candidates;
import dev.caramba.balance.Strategies;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.format.HttpAddress;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import dev.caramba.provider.HttpProvider;
import dev.caramba.provider.HttpTimeouts;
import dev.caramba.testing.LocalhostCertificate;
import dev.caramba.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that close connections which they had called alive, as every load balancer does now and then: no call fails, no
 * second attempt is made, and nobody is blamed.
 */
@Slow
class StaleConnectionTest {

    private static final int CALLERS = 8;
    private static final int CALLS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Target TARGET = new Target("server", "m");
    private static final List<String> TRUST = List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword");

    private static LocalhostCertificate certificate;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger stale = new AtomicInteger();
    private final HttpWire wire = new HttpWire(vertx, WireSettings.DEFAULT, owner -> {
        assertEquals("server", owner);
        stale.incrementAndGet();
    });
    private final MemoryHealthStore health =
            new MemoryHealthStore(HealthPolicy.DEFAULT, InstantSource.system(), () -> 0.5);

    @BeforeAll
    static void createCertificate() throws Exception {
        certificate = LocalhostCertificate.create(Path.of("target/tls/stale.p12"));
    }

    @AfterEach
    void close() {
        TRUST.forEach(System::clearProperty);
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Arguments> over_http_1_1() {
        return Stream.of(ClosingServer.Closes.values())
                .filter(closes -> closes != ClosingServer.Closes.INSIDE_THE_HEAD_OF_THE_NEXT_ANSWER)
                .flatMap(closes -> Stream.of(Arguments.of(closes, true), Arguments.of(closes, false)));
    }

    @ParameterizedTest
    @MethodSource
    void over_http_1_1(ClosingServer.Closes closes, boolean streamed) throws Exception {
        try (var server = new ClosingServer(closes)) {
            var idles = closes == ClosingServer.Closes.AFTER_20_MS_OF_IDLENESS;

            everyCallIsAnsweredAtOnce(server.baseUrl(), streamed, idles);

            if (closes == ClosingServer.Closes.WHEN_THE_NEXT_BODY_HAS_ARRIVED) {
                assertEquals(CALLERS * CALLS + stale.get(), server.requests());
            }
            if (Set.of(
                            ClosingServer.Closes.WHEN_THE_NEXT_HEAD_ARRIVES,
                            ClosingServer.Closes.WHEN_THE_NEXT_BODY_HAS_ARRIVED)
                    .contains(closes)) {
                assertTrue(stale.get() >= CALLERS * CALLS / 3, () -> "stale: " + stale);
            }
        }
    }

    static Stream<Arguments> over_http_2() {
        return Stream.of(ClosingHttp2Server.Closes.values())
                .flatMap(closes -> Stream.of(Arguments.of(closes, true), Arguments.of(closes, false)));
    }

    @ParameterizedTest
    @MethodSource
    void over_http_2(ClosingHttp2Server.Closes closes, boolean streamed) throws Exception {
        certificate.trusting().forEach(StaleConnectionTest::set);
        try (var server = new ClosingHttp2Server(vertx, certificate, closes)) {
            var idles = closes == ClosingHttp2Server.Closes.CLOSED_AFTER_20_MS_OF_IDLENESS;

            everyCallIsAnsweredAtOnce(server.baseUrl(), streamed, idles);

            assertEquals(Set.of(HttpVersion.HTTP_2), Set.copyOf(server.versions()));
        }
    }

    @Test
    void nothing_is_sent_again_once_a_part_of_an_answer_has_come() throws Exception {
        try (var server = new ClosingServer(ClosingServer.Closes.INSIDE_THE_HEAD_OF_THE_NEXT_ANSWER)) {
            post(server).body().collect().asList().await().atMost(LIMIT);

            var failure = assertThrows(WireException.class, () -> post(server));

            assertEquals(WireException.Reason.NETWORK, failure.reason());
            assertEquals(2, server.requests());
            assertEquals(0, stale.get());
        }
    }

    private WireResponse post(ClosingServer server) {
        return wire.send(new WireRequest(
                        "server", HttpAddress.of(server.baseUrl()), Map.of(), Buffer.buffer("{}"), LIMIT, LIMIT))
                .await()
                .atMost(LIMIT);
    }

    private void everyCallIsAnsweredAtOnce(String baseUrl, boolean streamed, boolean idles) throws Exception {
        var balanced = balanced(baseUrl);
        var callers = Executors.newFixedThreadPool(CALLERS);
        try {
            Callable<Void> caller = () -> {
                for (int i = 0; i < CALLS; i++) {
                    call(balanced, streamed);
                    if (idles) {
                        // about as long as the server waits: some requests meet the end of that
                        LockSupport.parkNanos(ClosingServer.IDLENESS
                                .plusNanos(ThreadLocalRandom.current().nextLong(-2_000_000, 2_000_000))
                                .toNanos());
                    }
                }
                return null;
            };
            for (var done : callers.invokeAll(
                    IntStream.range(0, CALLERS).mapToObj(i -> caller).toList())) {
                done.get();
            }
        } finally {
            callers.shutdownNow();
        }
        var status = health.view(List.of(TARGET)).await().atMost(LIMIT).of(TARGET);
        assertEquals(0, status.failures());
        assertEquals(Optional.empty(), status.lastError());
    }

    private static void call(BalancedProvider balanced, boolean streamed) {
        var trail = new CallTrail();
        var context = new CallContext("r", "me", new Deadline(Instant.now().plus(LIMIT), false), trail);
        var events = balanced.generate(context, GenerationParams.of(List.of()).withStream(streamed))
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
        var outcomes = trail.attempts().stream().map(attempt -> attempt.outcome() + attempt.failure());
        assertEquals(List.of("successOptional.empty"), outcomes.toList());
        assertEquals(
                ModelAnswer.TEXT,
                events.stream()
                        .filter(Event.Chunk.class::isInstance)
                        .map(event -> ((Event.Chunk) event).text())
                        .collect(Collectors.joining()));
    }

    private BalancedProvider balanced(String baseUrl) {
        var provider = new HttpProvider(
                "server",
                new Dialects(List.of()).named("openai-compatible").orElseThrow(),
                new Endpoint(baseUrl, Optional.empty(), Map.of()),
                new HttpTimeouts(LIMIT, LIMIT, LIMIT, LIMIT),
                wire);
        var candidate = new Candidate(TARGET, provider, 1, 0, 100, OptionalLong.empty(), Duration.ofSeconds(10));
        var strategy = new Strategies(List.of()).named("round-robin").orElseThrow();
        return new BalancedProvider(
                "balanced",
                (params, grant) -> new Candidates("pool", strategy, List.of(candidate), List.of()),
                health,
                BalancerSettings.DEFAULT,
                InstantSource.system(),
                wire.timer(),
                () -> 0.5);
    }

    private static void set(String option) {
        var property = option.substring("-D".length()).split("=", 2);
        System.setProperty(property[0], property[1]);
    }
}
