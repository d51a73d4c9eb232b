package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Header fields that an entry adds to its requests. */
class HttpProviderHeadersTest {

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

    @Test
    void headers_of_the_entry_are_sent_in_place_of_those_of_the_dialect() {
        upstream.next(ChatAnswer.of("Hello").unary());

        collect(generate(Map.of("authorization", "Basic dXNlcjpwYXNz", "x-team", "a$b ${c}", "accept", "*/*")));

        var request = upstream.awaitRequest(0);
        assertEquals(Optional.of("Basic dXNlcjpwYXNz"), request.header("authorization"));
        assertEquals(Optional.of("a$b ${c}"), request.header("x-team"));
        assertEquals(Optional.of("*/*"), request.header("accept"));
        assertEquals(Optional.of("application/json"), request.header("content-type"));
    }

    @Test
    void their_values_are_masked_in_messages() {
        upstream.next(
                Script.json(401, "{\"error\":{\"message\":\"user dXNlcjpwYXNz of group-77x is unknown to search\"}}"));

        var failure = failure(
                collect(generate(Map.of("authorization", "Basic dXNlcjpwYXNz", "x-team", "group-77x; search"))));

        assertEquals("user *** of *** is unknown to search", failure.message());
    }

    private Multi<Event> generate(Map<String, String> headers) {
        var endpoint = new Endpoint(upstream.baseUrl() + "/v1", Optional.of("key"), Map.of(), headers);
        var dialect = new Dialects(List.of()).named("openai").orElseThrow();
        var provider = new HttpProvider("http", dialect, endpoint, HttpTimeouts.DEFAULT, wire);
        var deadline = new Deadline(Instant.now().plus(Upstream.LIMIT), false);
        var context =
                new CallContext("r1", "anonymous", deadline, new CallTrail()).inAttempt(Optional.empty(), () -> true);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))))
                .withModel("m");
        return provider.generate(context, params);
    }

    private static List<Event> collect(Multi<Event> events) {
        return events.collect().asList().await().atMost(Upstream.LIMIT);
    }

    private static Failure failure(List<Event> events) {
        return ((Event.Error) events.get(events.size() - 1)).failure();
    }
}
