package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.Histories;
import dev.caramba.dialect.Histories.History;
import dev.caramba.dialect.RequestRules;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.Slow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A valid history reaches each member of the OpenAI family turn by turn, and by the rules of the format. */
@Slow
final class OpenAiHistoriesTest {

    @Property(tries = 1_000, seed = "13")
    void keeps_the_rules(@ForAll("family") String name, @ForAll(supplier = Histories.Valid.class) History history) {
        var dialect = new Dialects(List.of()).named(name).orElseThrow();
        var params = GenerationParams.of(history.messages()).withModel("some-model");

        var body = dialect.encode(params, Samples.endpoint(Map.of())).body();

        assertEquals("some-model", body.path("model").asText());
        var messages = body.path("messages");
        assertEquals(RequestRules.roles(history), messages.findValuesAsText("role"));
        messages.forEach(OpenAiHistoriesTest::assertContent);
        RequestRules.assertResultsBehindTheirCalls(messages);
        assertEquals(RequestRules.callIds(history), assertCalls(messages));
        RequestRules.assertEachWordOnce(body, history);
        assertTrue(
                name.equals("openai-compatible")
                        || body.findValues("extra_content").isEmpty(),
                body::toString);
        assertFalse(body.has("tools") || body.has("stream_options") || body.has("stream"), body::toString);
    }

    @Provide
    Arbitrary<String> family() {
        return Arbitraries.of("openai", "nvidia", "lmstudio", "openai-compatible", "huggingface");
    }

    /** A text, or parts none of which is empty, or null beside calls. */
    private static void assertContent(JsonNode message) {
        var content = message.path("content");
        if (content.isNull()) {
            assertFalse(message.path("tool_calls").isEmpty(), message::toString);
            return;
        }
        assertFalse(content.isTextual() ? content.textValue().isEmpty() : content.isEmpty(), message::toString);
        for (var part : content) {
            boolean isText = part.path("type").asText().equals("text");
            var said = isText ? part.path("text") : part.path("image_url").path("url");
            assertFalse(said.asText().isEmpty(), message::toString);
            assertTrue(isText || part.path("type").asText().equals("image_url"), message::toString);
        }
    }

    /** The ids of all calls; arguments are a text that is not empty. */
    private static List<String> assertCalls(JsonNode messages) {
        var calls = messages.findValues("tool_calls").stream()
                .flatMap(list -> list.isArray() ? stream(list) : List.<JsonNode>of().stream())
                .toList();
        for (var call : calls) {
            var function = call.path("function");
            assertEquals("function", call.path("type").asText());
            assertTrue(function.path("name").asText().matches("[A-Za-z0-9_-]{1,64}"), call::toString);
            assertTrue(function.path("arguments").isTextual(), call::toString);
            assertFalse(function.path("arguments").asText().isBlank(), call::toString);
        }
        var ids = calls.stream().map(call -> call.path("id").asText()).toList();
        assertEquals(ids.size(), new HashSet<>(ids).size(), () -> Json.write(messages));
        return ids;
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
