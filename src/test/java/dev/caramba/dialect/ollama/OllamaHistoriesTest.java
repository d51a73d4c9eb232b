package dev.caramba.dialect.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.Histories;
import dev.caramba.dialect.Histories.History;
import dev.caramba.dialect.RequestRules;
import dev.caramba.dialect.Samples;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.Slow;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the history, the request keeps Ollama's rules for messages. */
@Slow
final class OllamaHistoriesTest {

    @Property(tries = 500, seed = "15")
    void any_history_keeps_the_rules(@ForAll(supplier = Histories.Any.class) History history) {
        assertRules(history);
    }

    @Property(tries = 500, seed = "15")
    void results_of_a_valid_history_name_their_functions(@ForAll(supplier = Histories.Valid.class) History history) {
        var body = assertRules(history);

        RequestRules.assertResultsBehindTheirCalls(body.path("messages"));
        assertEquals(
                RequestRules.calls(history).stream().map(FunctionCall::name).toList(),
                body.findValuesAsText("tool_name"));
    }

    private static JsonNode assertRules(History any) {
        var history = RequestRules.taken(any, new OllamaDialect(), "llama3.2:3b");
        var params = GenerationParams.of(history.messages()).withModel("llama3.2:3b");

        var body =
                new OllamaDialect().encode(params, Samples.endpoint(Map.of())).body();

        assertEquals("llama3.2:3b", body.path("model").asText());
        assertTrue(body.path("stream").isBoolean(), "left out it would mean true");
        assertEquals(RequestRules.roles(history), body.path("messages").findValuesAsText("role"));
        body.path("messages").forEach(OllamaHistoriesTest::assertMessage);
        RequestRules.assertEachWordOnce(body, history);
        return body;
    }

    private static void assertMessage(JsonNode message) {
        assertTrue(message.path("content").isTextual(), message::toString);
        message.path("images").forEach(image -> assertEquals("aGk=", image.asText()));
        assertFalse(message.has("images") && message.path("images").isEmpty(), message::toString);
        assertFalse(message.has("tool_calls") && message.path("tool_calls").isEmpty(), message::toString);
        message.path("tool_calls")
                .forEach(call ->
                        assertTrue(call.path("function").path("arguments").isObject(), message::toString));
    }
}
