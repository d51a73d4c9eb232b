package dev.caramba.surface.messages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conversation that Claude begins, another model goes on with, and Claude ends: what is signed stays good. */
@QuarkusTest
@TestProfile(SignaturesQuarkusTest.ClaudeAndAnother.class)
class SignaturesQuarkusTest {

    private static final String BUSY =
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
    private static final String REFUSAL = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
            + "\"message\":\"messages.1.content.0: Invalid `signature` in `thinking` block\"}}";
    private static final String THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":\"Let me see.\",\"signature\":\"EqQB+/=\"}";

    private static Upstream claude;
    private static Upstream another;

    private int before;

    @BeforeEach
    void start() {
        before = claude.requests().size();
        claude.always(request -> claudeSays(THOUGHT, "{\"type\":\"text\",\"text\":\"Hello\"}"));
        another.always(
                request -> Script.json(
                        200,
                        "{\"id\":\"c\",\"model\":\"gpt\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                                + "\"content\":\"Mild.\",\"reasoning_content\":\"Another's thought.\"},\"finish_reason\":\"stop\"}]}"));
    }

    @Test
    void claude_gets_its_own_thoughts_back_to_the_letter_and_no_others() {
        var call =
                "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"z\":1.0,\"a\":\"Quito\"}}";
        claude.next(claudeSays(THOUGHT, call), Script.json(529, BUSY));
        var messages = Json.array().add(said("user", "Weather?"));
        answered(messages, "claude");
        messages.add(Json.object(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"Mild.\"}]}")
                .orElseThrow());
        answered(messages, "another");
        messages.add(said("user", "Thanks."));

        answered(messages, "claude");

        var toAnother = another.requests().get(another.requests().size() - 1);
        assertFalse(toAnother.text().contains("Let me see."), toAnother::text);
        assertFalse(toAnother.text().contains("EqQB"), toAnother::text);
        var back = last(claude).json().path("messages");
        assertEquals(Json.parse("[" + THOUGHT + "," + call + "]").orElseThrow(), back.at("/1/content"));
        assertEquals(List.of("text"), types(back.at("/3/content")));
        assertEquals("Mild.", back.at("/3/content/0/text").asText());
    }

    @Test
    void a_signature_that_is_refused_costs_one_more_attempt_and_all_thoughts() {
        claude.next(Script.json(400, REFUSAL));
        var messages = Json.array().add(said("user", "Hi"));
        messages.add(Json.object("{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\","
                        + "\"signature\":\"of another cloud\"},{\"type\":\"text\",\"text\":\"Hello\"}]}")
                .orElseThrow());
        messages.add(said("user", "And?"));

        ask("claude", messages).statusCode(200).header("x-caramba-attempts", equalTo("2"));

        var sent = claude.requests().subList(before, claude.requests().size());
        assertEquals(List.of("thinking", "text"), types(sent.get(0).json().at("/messages/1/content")));
        assertEquals(List.of("text"), types(sent.get(1).json().at("/messages/1/content")));
        assertEquals(sent.get(0).json().path("thinking"), sent.get(1).json().path("thinking"));
        ask("claude", messages).statusCode(200).header("x-caramba-attempts", equalTo("1"));
    }

    @Test
    void a_refusal_that_nothing_can_mend_is_the_callers_to_see() {
        claude.next(Script.json(400, REFUSAL));

        ask("claude", Json.array().add(said("user", "Hi")))
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", equalTo("messages.1.content.0: Invalid `signature` in `thinking` block"));

        assertEquals(before + 1, claude.requests().size());
    }

    @Test
    void tools_of_anthropics_servers_are_asked_of_anthropic() {
        for (int i = 0; i < 3; i++) {
            var request = request("turns", Json.array().add(said("user", "Hi")));
            request.putArray("tools")
                    .addObject()
                    .put("type", "web_search_20260209")
                    .put("name", "web_search");
            post(request).statusCode(200).header("x-caramba-provider", equalTo("claude"));
        }
    }

    /** Asks the route, and adds the answer to the conversation. */
    private static void answered(ArrayNode messages, String provider) {
        var body = ask("both", messages)
                .statusCode(200)
                .header("x-caramba-provider", equalTo(provider))
                .extract()
                .asString();
        var turn = Json.object().put("role", "assistant");
        turn.set("content", Json.object(body).orElseThrow().path("content"));
        messages.add(turn);
    }

    private static ValidatableResponse ask(String model, ArrayNode messages) {
        return post(request(model, messages));
    }

    private static ObjectNode request(String model, ArrayNode messages) {
        var request = Json.object().put("model", model).put("max_tokens", 9);
        request.putObject("thinking").put("type", "adaptive");
        request.set("messages", messages);
        return request;
    }

    private static ValidatableResponse post(ObjectNode request) {
        return given().contentType("application/json")
                .header("anthropic-version", "2023-06-01")
                .body(Json.write(request))
                .post("/v1/messages")
                .then();
    }

    private static ObjectNode said(String role, String text) {
        return Json.object().put("role", role).put("content", text);
    }

    private static Received last(Upstream upstream) {
        return upstream.requests().get(upstream.requests().size() - 1);
    }

    private static List<String> types(JsonNode blocks) {
        return StreamSupport.stream(blocks.spliterator(), false)
                .map(block -> block.path("type").asText())
                .toList();
    }

    private static Script claudeSays(String... blocks) {
        return Script.json(
                200,
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":["
                        + String.join(",", blocks)
                        + "],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}");
    }

    /** The product as it is, over simulated providers. */
    public static final class ClaudeAndAnother implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.arc.exclude-types", "dev.caramba.testing.**");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Upstreams.class));
        }
    }

    public static final class Upstreams implements QuarkusTestResourceLifecycleManager {

        private final Upstream ofClaude = Upstream.start();
        private final Upstream ofAnother = Upstream.start();

        @Override
        public Map<String, String> start() {
            var settings = new HashMap<String, String>();
            settings.put("caramba.providers.claude.type", "anthropic");
            settings.put("caramba.providers.claude.api-key", "key-of-claude");
            settings.put("caramba.providers.claude.model", "claude");
            settings.put("caramba.providers.claude.base-url", ofClaude.baseUrl());
            settings.put("caramba.providers.another.api-key", "key-of-another");
            settings.put("caramba.providers.another.model", "gpt");
            settings.put("caramba.providers.another.base-url", ofAnother.baseUrl());
            settings.put("caramba.routes.both.targets", "claude,another");
            settings.put("caramba.routes.both.strategy", "priority");
            settings.put("caramba.providers.claude.priority", "1");
            settings.put("caramba.routes.turns.targets", "another,claude");
            return settings;
        }

        @Override
        public void inject(Object test) {
            claude = ofClaude;
            another = ofAnother;
        }

        @Override
        public void stop() {
            ofClaude.close();
            ofAnother.close();
        }
    }
}
