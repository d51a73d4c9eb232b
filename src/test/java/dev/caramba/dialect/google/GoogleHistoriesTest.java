package dev.caramba.dialect.google;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the history, the request keeps Gemini's rules for conversations. */
@Slow
final class GoogleHistoriesTest {

    @Property(tries = 500, seed = "12")
    void any_history_keeps_the_rules(@ForAll(supplier = Histories.Any.class) History history) {
        assertRules(history);
    }

    @Property(tries = 500, seed = "12")
    void a_valid_history_keeps_its_results(@ForAll(supplier = Histories.Valid.class) History history) {
        var body = assertRules(history);

        assertFalse(Json.write(body).contains(HistoryPlaceholders.NO_RESULT));
        assertEquals(
                RequestRules.callIds(history).size(),
                body.findValues("functionResponse").size());
    }

    private static JsonNode assertRules(History history) {
        var params = GenerationParams.of(history.messages()).withModel("gemini-3.8-flash");
        var body = encode(params);

        assertEquals(body, encode(params), "the same request each time");
        assertTurns(body.path("contents"), history.toString());
        assertCalls(body.path("contents"), history.toString());
        assertTexts(body, history);
        return body;
    }

    private static JsonNode encode(GenerationParams params) {
        return new GoogleDialect().encode(params, Samples.endpoint(Map.of())).body();
    }

    private static void assertTurns(JsonNode contents, String history) {
        assertEquals(1, contents.size() % 2, history);
        for (int i = 0; i < contents.size(); i++) {
            var content = contents.get(i);
            assertEquals(i % 2 == 0 ? "user" : "model", content.path("role").asText(), history);
            assertFalse(content.path("parts").isEmpty(), history);
        }
    }

    /** Every call has its result first in the next turn, in order and under the same name. */
    private static void assertCalls(JsonNode contents, String history) {
        var open = new ArrayList<String>();
        for (var content : contents) {
            var results = new ArrayList<String>();
            var calls = new ArrayList<String>();
            boolean resultsOver = false;
            for (var part : content.path("parts")) {
                var call = part.path("functionCall");
                var result = part.path("functionResponse");
                resultsOver |= result.isMissingNode();
                if (result.isObject()) {
                    assertFalse(resultsOver, history);
                    results.add(result.path("name").asText());
                    assertTrue(result.path("response").isObject(), history);
                } else if (call.isObject()) {
                    assertEquals("model", content.path("role").asText(), history);
                    assertTrue(call.path("args").isObject(), history);
                    assertTrue(call.path("name").asText().matches("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}"), history);
                    var signature = part.path("thoughtSignature").asText();
                    assertTrue(
                            calls.isEmpty()
                                    ? !signature.isEmpty()
                                    : Set.of("", "c2ln").contains(signature),
                            history);
                    calls.add(call.path("name").asText());
                }
            }
            assertEquals(open, results, history);
            open = calls;
        }
        assertEquals(List.of(), open, history);
    }

    /** No text is blank, no word is lost or told twice. */
    private static void assertTexts(JsonNode body, History history) {
        for (var text : body.findValuesAsText("text")) {
            assertFalse(text.isBlank(), history::toString);
        }
        assertTrue(
                !body.has("systemInstruction")
                        || !body.at("/systemInstruction/parts").isEmpty(),
                history::toString);
        RequestRules.assertEachWordOnce(body, history);
    }
}
