package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.Slow;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every recorded exchange to the real provider over a real socket, and compares what it sent and what it gave
 * out with the recording.
 */
@Slow
class ReplayTest {

    /** Folders of {@code src/test/resources/wire}. */
    private static final List<String> PROVIDERS =
            List.of("openai", "nvidia", "lmstudio", "custom", "anthropic", "google", "cohere", "huggingface", "ollama");

    /** Folders of entries whose base URL has a path, as the vendors write it. */
    private static final List<String> VERSIONED = List.of("openai", "nvidia", "lmstudio", "custom");

    /** One recording plays how chat refuses gpt2. */
    private static final Map<String, String> OPTIONS = Map.of("text-generation-models", "openai-community/gpt2");

    private static final Dialects DIALECTS = new Dialects(List.of());
    private static final String API_KEY = "replayed-key-0123456789";
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Vertx vertx;
    private static HttpWire wire;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        wire = new HttpWire(vertx, WireSettings.DEFAULT);
    }

    @AfterAll
    static void stop() {
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @TestFactory
    Stream<DynamicTest> as_recorded() {
        return replays(UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicTest> byte_by_byte() {
        return replays(Script::bytewise);
    }

    @TestFactory
    Stream<DynamicTest> compressed_although_that_was_not_asked_for() {
        return replays(Script::gzipped);
    }

    @TestFactory
    Stream<DynamicTest> under_a_label_that_says_nothing() {
        return replays(script -> script.header("content-type", "text/plain"));
    }

    @TestFactory
    Stream<DynamicTest> streams_labelled_as_documents() {
        return replays(Fixture::isStreamed, script -> script.header("content-type", "application/json; charset=utf-8"));
    }

    @TestFactory
    Stream<DynamicTest> documents_labelled_as_streams() {
        return replays(fixture -> !fixture.isStreamed(), script -> script.header("content-type", "text/event-stream"));
    }

    @TestFactory
    Stream<DynamicTest> streams_that_answer_who_asked_for_none() {
        return answers(Fixture::isStreamed, false);
    }

    @TestFactory
    Stream<DynamicTest> documents_that_answer_who_asked_for_a_stream() {
        return answers(fixture -> !fixture.isStreamed(), true);
    }

    private static Stream<DynamicTest> answers(Predicate<Fixture> which, boolean streamed) {
        return fixtures(which.and(fixture -> !fixture.isSilent()))
                .map(fixture -> dynamicTest(fixture.name(), () -> {
                    try (var upstream = Upstream.start()) {
                        upstream.next(fixture.script());
                        var params = FixtureParams.read(fixture.params()).withStream(streamed);

                        var events = generate(fixture, params, upstream.baseUrl());

                        assertKeepsTheRules(fixture, events);
                        assertAnswer(fixture, events);
                    }
                }));
    }

    private static Stream<Fixture> fixtures(Predicate<Fixture> which) {
        return PROVIDERS.stream().flatMap(Fixture::of).filter(fixture -> !fixture.isRefused() && which.test(fixture));
    }

    private static Stream<DynamicTest> replays(Predicate<Fixture> which, UnaryOperator<Script> delivery) {
        return fixtures(which).map(fixture -> dynamicTest(fixture.name(), () -> replay(fixture, delivery)));
    }

    private static Stream<DynamicTest> replays(UnaryOperator<Script> delivery) {
        return PROVIDERS.stream()
                .flatMap(Fixture::of)
                .map(fixture -> dynamicTest(fixture.name(), () -> replay(fixture, delivery)));
    }

    private static void replay(Fixture fixture, UnaryOperator<Script> delivery) {
        try (var upstream = Upstream.start()) {
            upstream.next(delivery.apply(fixture.script()));
            if (fixture.isRefused()) {
                upstream.refuse();
            }

            var events = generate(fixture, upstream.baseUrl());

            assertKeepsTheRules(fixture, events);
            assertRequest(fixture, upstream);
            assertAnswer(fixture, events);
        }
    }

    private static List<Event> generate(Fixture fixture, String server) {
        return generate(fixture, FixtureParams.read(fixture.params()), server);
    }

    private static List<Event> generate(Fixture fixture, GenerationParams params, String server) {
        var type = fixture.provider().equals("custom") ? "openai-compatible" : fixture.provider();
        var baseUrl = VERSIONED.contains(fixture.provider()) ? server + "/v1" : server;
        var endpoint = new Endpoint(baseUrl, Optional.of(API_KEY), OPTIONS);
        var silence = fixture.isSilent() ? SHORT : LONG;
        var timeouts = new HttpTimeouts(LONG, silence, silence, silence);
        var context = new CallContext(
                        "replay", "anonymous", new Deadline(Instant.now().plusSeconds(60), false), new CallTrail())
                .inAttempt(Optional.empty(), () -> false);
        return new HttpProvider(fixture.provider(), DIALECTS.named(type).orElseThrow(), endpoint, timeouts, wire)
                .generate(context, params)
                .collect()
                .asList()
                .await()
                .atMost(LONG);
    }

    private static void assertKeepsTheRules(Fixture fixture, List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            assertEquals(i, event.sequence(), fixture + ": sequence numbers of " + events);
            assertEquals(i == events.size() - 1, event.terminal(), fixture + ": the terminal event of " + events);
            assertTrue(
                    !(event instanceof Event.Chunk chunk) || !chunk.text().isEmpty(),
                    fixture + ": the empty chunk of " + events);
            assertTrue(i == 0 || !(event instanceof Event.Start), fixture + ": the start of " + events);
        }
        assertTrue(!events.isEmpty(), fixture + ": no events");
    }

    private static void assertRequest(Fixture fixture, Upstream upstream) {
        if (fixture.isRefused()) {
            return;
        }
        var differences = RequestDifferences.between(fixture, API_KEY, upstream.awaitRequest(0));
        assertTrue(differences.isEmpty(), () -> fixture + ": the request differs\n" + String.join("\n", differences));
        assertEquals(1, upstream.requests().size(), fixture + ": requests");
    }

    private static void assertAnswer(Fixture fixture, List<Event> events) {
        var actual = NeutralEvents.actual(events);
        var expected = NeutralEvents.expected(fixture.expect(), actual);
        assertEquals(expected.toPrettyString(), actual.toPrettyString(), fixture + ": the answer differs");
    }
}
