package dev.caramba.dialect.cohere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.Histories;
import dev.caramba.dialect.Histories.History;
import dev.caramba.dialect.RequestRules;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.history.HistoryPlaceholders;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.Slow;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the history, the request keeps Cohere's rules for conversations. */
@Slow
final class CohereHistoriesTest {

    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    @Property(tries = 500, seed = "14")
    void any_history_keeps_the_rules(@ForAll(supplier = Histories.Any.class) History history) {
        assertRules(history);
    }

    @Property(tries = 500, seed = "14")
    void a_valid_history_is_sent_turn_by_turn(@ForAll(supplier = Histories.Valid.class) History history) {
        var body = assertRules(history);

        assertEquals(RequestRules.roles(history), body.path("messages").findValuesAsText("role"));
        assertEquals(RequestRules.callIds(history), body.findValuesAsText("tool_call_id"));
        assertFalse(Json.write(body).contains(HistoryPlaceholders.NO_RESULT));
    }

    private static JsonNode assertRules(History any) {
        var history = RequestRules.taken(any, new CohereDialect(), "command-r-08-2024");
        var params = GenerationParams.of(history.messages()).withModel("command-r-08-2024");

        var body =
                new CohereDialect().encode(params, Samples.endpoint(Map.of())).body();

        assertEquals("command-r-08-2024", body.path("model").asText());
        assertTrue(body.path("stream").isBoolean());
        RequestRules.assertResultsBehindTheirCalls(body.path("messages"));
        body.path("messages").forEach(CohereHistoriesTest::assertMessage);
        RequestRules.assertEachWordOnce(body, history);
        return body;
    }

    private static void assertMessage(JsonNode message) {
        var role = message.path("role").asText();
        assertTrue(ROLES.contains(role), message::toString);
        assertFalse(message.path("content").isNull(), message::toString);
        if (role.equals("assistant")) {
            assertTrue(
                    !message.path("tool_calls").isEmpty()
                            || !message.path("content").isEmpty()
                            || !message.path("content").asText().isEmpty(),
                    message::toString);
        } else {
            assertTrue(message.has("content"), message::toString);
        }
        assertTrue(
                role.equals("user") || !Json.write(message.path("content")).contains("image_url"), message::toString);
        for (var call : message.path("tool_calls")) {
            assertEquals("assistant", role);
            assertEquals("function", call.path("type").asText());
            assertFalse(call.has("extra_content"), message::toString);
            var arguments = call.path("function").path("arguments");
            assertTrue(arguments.isTextual() && Json.object(arguments.asText()).isPresent(), message::toString);
        }
    }
}
