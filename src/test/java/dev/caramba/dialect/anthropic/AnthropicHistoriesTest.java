package dev.caramba.dialect.anthropic;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the history, the request keeps Anthropic's rules for conversations. */
@Slow
final class AnthropicHistoriesTest {

    private static final String WITHOUT_PREFILL = "claude-sonnet-5-5";

    @Property(tries = 500, seed = "11")
    void any_history_keeps_the_rules(@ForAll(supplier = Histories.Any.class) History history) {
        assertRules(WITHOUT_PREFILL, history);
        assertRules("claude-sonnet-4-5", history);
    }

    @Property(tries = 500, seed = "11")
    void a_valid_history_keeps_its_results(@ForAll(supplier = Histories.Valid.class) History history) {
        assertRules(WITHOUT_PREFILL, history);

        var body = encode(GenerationParams.of(history.messages()).withModel(WITHOUT_PREFILL));
        assertFalse(Json.write(body).contains(HistoryPlaceholders.NO_RESULT));
        assertEquals(RequestRules.callIds(history), body.findValuesAsText("tool_use_id"));
    }

    private static void assertRules(String model, History history) {
        var params = GenerationParams.of(history.messages()).withModel(model);
        var body = encode(params);

        assertEquals(body, encode(params), "the same request each time");
        assertTurns(body.path("messages"), model, history.toString());
        assertCalls(body, history.toString());
        assertTexts(body, history);
    }

    private static JsonNode encode(GenerationParams params) {
        return new AnthropicDialect().encode(params, Samples.endpoint(Map.of())).body();
    }

    private static void assertTurns(JsonNode messages, String model, String history) {
        assertFalse(messages.isEmpty(), history);
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            assertEquals(i % 2 == 0 ? "user" : "assistant", message.path("role").asText(), history);
            assertFalse(message.path("content").isEmpty(), history);
        }
        var last = messages.get(messages.size() - 1);
        if (last.path("role").asText().equals("assistant")) {
            assertFalse(model.equals(WITHOUT_PREFILL), history);
            var text = last.path("content")
                    .path(last.path("content").size() - 1)
                    .path("text")
                    .asText();
            assertEquals(text.stripTrailing(), text, history);
        }
    }

    /** Every call has a proper id of its own, and its result stands first in the next turn, and nowhere else. */
    private static void assertCalls(JsonNode body, String history) {
        var ids = new HashSet<String>();
        var open = new ArrayList<String>();
        for (var message : body.path("messages")) {
            var results = new ArrayList<String>();
            boolean resultsOver = false;
            var calls = new ArrayList<String>();
            for (var block : message.path("content")) {
                boolean isResult = block.path("type").asText().equals("tool_result");
                resultsOver |= !isResult;
                if (isResult) {
                    assertFalse(resultsOver, history);
                    results.add(block.path("tool_use_id").asText());
                } else if (block.path("type").asText().equals("tool_use")) {
                    assertEquals("assistant", message.path("role").asText(), history);
                    calls.add(block.path("id").asText());
                    assertTrue(ids.add(block.path("id").asText()), history);
                    assertTrue(block.path("id").asText().matches("[a-zA-Z0-9_-]+"), history);
                    assertTrue(block.path("name").asText().matches("[a-zA-Z0-9_-]{1,128}"), history);
                    assertTrue(block.path("input").isObject(), history);
                }
            }
            assertEquals(open, results, history);
            open = calls;
        }
        assertEquals(List.of(), open, history);
        assertEquals(ids.isEmpty(), !body.has("tools"), history);
        assertTrue(body.path("max_tokens").isNumber(), history);
    }

    /** No text is blank, no word is lost or told twice. */
    private static void assertTexts(JsonNode body, History history) {
        for (var text : body.findValuesAsText("text")) {
            assertFalse(text.isBlank(), history::toString);
        }
        assertTrue(!body.has("system") || !body.path("system").asText().isBlank(), history::toString);
        StreamSupport.stream(body.path("messages").spliterator(), false)
                .filter(message -> message.path("role").asText().equals("assistant"))
                .forEach(message -> assertFalse(Json.write(message).contains("\"image\""), history::toString));
        RequestRules.assertEachWordOnce(body, history);
    }
}
