package dev.caramba.provider;

import static dev.caramba.provider.ScriptedServer.collect;
import static dev.caramba.provider.ScriptedServer.failure;
import static dev.caramba.provider.ScriptedServer.generate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Event;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Header fields that an entry adds to its requests. */
class HttpProviderHeadersTest {

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void headers_of_the_entry_are_sent_in_place_of_those_of_the_dialect() {
        server.upstream().next(ChatAnswer.of("Hello").unary());

        answer(Map.of("authorization", "Basic dXNlcjpwYXNz", "x-team", "a$b ${c}", "accept", "*/*"));

        var request = server.upstream().awaitRequest(0);
        assertEquals(Optional.of("Basic dXNlcjpwYXNz"), request.header("authorization"));
        assertEquals(Optional.of("a$b ${c}"), request.header("x-team"));
        assertEquals(Optional.of("*/*"), request.header("accept"));
        assertEquals(Optional.of("application/json"), request.header("content-type"));
    }

    @Test
    void their_values_are_masked_in_messages() {
        server.upstream()
                .next(Script.json(
                        401, "{\"error\":{\"message\":\"user dXNlcjpwYXNz of group-77x is unknown to search\"}}"));

        var failure = failure(answer(Map.of("authorization", "Basic dXNlcjpwYXNz", "x-team", "group-77x; search")));

        assertEquals("user *** of *** is unknown to search", failure.message());
    }

    private List<Event> answer(Map<String, String> headers) {
        return collect(generate(server.provider("openai", "key", headers), false));
    }
}
