package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are compressed, or other than what was asked for, over real sockets. */
class HttpProviderBodiesTest {

    private static final String ERROR = "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}";

    private Vertx vertx;
    private HttpWire wire;
    private Upstream upstream;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        wire = new HttpWire(vertx, WireSettings.DEFAULT);
        upstream = Upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asks_for_bodies_that_are_not_compressed(boolean streamed) {
        upstream.next(ChatAnswer.of("Hello").unary());

        collect(generate(streamed));

        assertEquals(Optional.of("identity"), upstream.awaitRequest(0).header("accept-encoding"));
    }

    @Test
    void a_compressed_stream_is_given_out_as_it_comes() {
        var seen = new CompletableFuture<Void>();
        upstream.next(Script.chunks(piece("Hello"))
                .until(seen)
                .chunk(piece(" there"))
                .chunk("data: [DONE]\n\n")
                .gzipped());

        var events = collect(generate(true).invoke(event -> {
            if (event instanceof Event.Chunk) {
                seen.complete(null);
            }
        }));

        assertTrue(seen.isDone());
        assertEquals("Hello there", text(events));
    }

    @Test
    void text_before_the_break_of_a_compressed_stream_is_given_out() {
        upstream.next(Script.chunks(piece("Hello")).gzipped());
        upstream.next(Script.chunks(piece("Hello")).thenCut().gzipped());

        for (int call = 0; call < 2; call++) {
            var events = collect(generate(true));
            assertEquals("Hello", text(events));
            assertEquals(FailureKind.NETWORK, failure(events).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_bomb_is_a_protocol_failure(boolean streamed) {
        upstream.next(Script.json(200, " ".repeat(WireSettings.DEFAULT.maxResponseSize() + 1))
                .gzipped());

        assertEquals(FailureKind.PROTOCOL, failure(collect(generate(streamed))).kind());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errors_are_read_compressed_and_in_event_streams(boolean streamed) {
        upstream.next(
                Script.json(429, ERROR).gzipped(),
                Script.sse(ERROR).status(429),
                Script.chunks(": busy\n\nevent: error\ndata: " + ERROR + "\n\n")
                        .status(429)
                        .header("content-type", "application/json")
                        .gzipped());

        for (int call = 0; call < 3; call++) {
            var failure = failure(collect(generate(streamed)));
            assertEquals(FailureKind.RATE_LIMITED, failure.kind());
            assertEquals("slow down", failure.message());
        }
    }

    private static String piece(String text) {
        return "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":" + (text.equals(" there") ? "\"stop\"" : "null") + "}]}\n\n";
    }

    private Multi<Event> generate(boolean streamed) {
        var endpoint = new Endpoint(upstream.baseUrl() + "/v1", Optional.of("key"), Map.of());
        var dialect = new Dialects(List.of()).named("openai").orElseThrow();
        var provider = new HttpProvider("http", dialect, endpoint, HttpTimeouts.DEFAULT, wire);
        var deadline = new Deadline(Instant.now().plus(Upstream.LIMIT), false);
        var context =
                new CallContext("r1", "anonymous", deadline, new CallTrail()).inAttempt(Optional.empty(), () -> true);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))))
                .withModel("m")
                .withStream(streamed);
        return provider.generate(context, params);
    }

    private static List<Event> collect(Multi<Event> events) {
        return events.collect().asList().await().atMost(Upstream.LIMIT);
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(Event.Chunk.class::isInstance)
                .map(event -> ((Event.Chunk) event).text())
                .reduce("", String::concat);
    }

    private static Failure failure(List<Event> events) {
        return ((Event.Error) events.get(events.size() - 1)).failure();
    }
}
