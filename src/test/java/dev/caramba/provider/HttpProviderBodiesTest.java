package dev.caramba.provider;

import static dev.caramba.provider.ScriptedServer.collect;
import static dev.caramba.provider.ScriptedServer.failure;
import static dev.caramba.provider.ScriptedServer.generate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.wire.WireSettings;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are compressed, or other than what was asked for, over real sockets. */
class HttpProviderBodiesTest {

    private static final String ERROR = "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asks_for_bodies_that_are_not_compressed(boolean streamed) {
        server.upstream().next(ChatAnswer.of("Hello").unary());

        collect(asked(streamed));

        assertEquals(Optional.of("identity"), server.upstream().awaitRequest(0).header("accept-encoding"));
    }

    @Test
    void a_compressed_stream_is_given_out_as_it_comes() {
        var seen = new CompletableFuture<Void>();
        server.upstream()
                .next(Script.chunks(piece("Hello"))
                        .until(seen)
                        .chunk(piece(" there"))
                        .chunk("data: [DONE]\n\n")
                        .gzipped());

        var events = collect(asked(true).invoke(event -> {
            if (event instanceof Event.Chunk) {
                seen.complete(null);
            }
        }));

        assertTrue(seen.isDone());
        assertEquals("Hello there", text(events));
    }

    @Test
    void text_before_the_break_of_a_compressed_stream_is_given_out() {
        server.upstream().next(Script.chunks(piece("Hello")).gzipped());
        server.upstream().next(Script.chunks(piece("Hello")).thenCut().gzipped());

        for (int call = 0; call < 2; call++) {
            var events = collect(asked(true));
            assertEquals("Hello", text(events));
            assertEquals(FailureKind.NETWORK, failure(events).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_bomb_is_a_protocol_failure(boolean streamed) {
        server.upstream()
                .next(Script.json(200, " ".repeat(WireSettings.DEFAULT.maxResponseSize() + 1))
                        .gzipped());

        assertEquals(FailureKind.PROTOCOL, failure(collect(asked(streamed))).kind());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errors_are_read_compressed_and_in_event_streams(boolean streamed) {
        server.upstream()
                .next(
                        Script.json(429, ERROR).gzipped(),
                        Script.sse(ERROR).status(429),
                        Script.chunks(": busy\n\nevent: error\ndata: " + ERROR + "\n\n")
                                .status(429)
                                .header("content-type", "application/json")
                                .gzipped());

        for (int call = 0; call < 3; call++) {
            var failure = failure(collect(asked(streamed)));
            assertEquals(FailureKind.RATE_LIMITED, failure.kind());
            assertEquals("slow down", failure.message());
        }
    }

    private static String piece(String text) {
        return "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":" + (text.equals(" there") ? "\"stop\"" : "null") + "}]}\n\n";
    }

    private Multi<Event> asked(boolean streamed) {
        return generate(server.provider("openai", "key", Map.of()), streamed);
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(Event.Chunk.class::isInstance)
                .map(event -> ((Event.Chunk) event).text())
                .reduce("", String::concat);
    }
}
