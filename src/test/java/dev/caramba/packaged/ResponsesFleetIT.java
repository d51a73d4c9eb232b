package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisConsole;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances and one Redis: a response that one of them gave is continued, read and deleted at the other. */
class ResponsesFleetIT {

    private static final String PATH = "/v1/responses";
    private static final Duration LIFE = Duration.ofDays(7);
    private static final KeyedCaller ANNE = new KeyedCaller("ANNE");
    private static final KeyedCaller BERT = new KeyedCaller("BERT");

    private static FleetOfProcesses fleet;

    @BeforeAll
    static void start() throws Exception {
        var settings = new HashMap<String, String>();
        settings.put("CARAMBA_ACCESS_OPEN", "false");
        settings.put("CARAMBA_ACCESS_KEYS_ANNE", KeyedCaller.sha256(ANNE.key()));
        settings.put("CARAMBA_ACCESS_KEYS_BERT", KeyedCaller.sha256(BERT.key()));
        settings.put("CARAMBA_RESPONSES_TTL", "7d");
        settings.put("CARAMBA_STORE_TIMEOUT", "2s");
        settings.put("CARAMBA_STORE_STRICT_TIMEOUT", "10s");
        settings.put("CARAMBA_PROVIDERS_BETA_RESPONSES", "true");
        fleet = FleetOfProcesses.start(2, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void forget() {
        fleet.startOver();
        fleet.upstream("beta").always(ResponsesFleetIT::nativeAnswer);
    }

    @Test
    void a_client_continues_at_another_instance_as_soon_as_the_stream_says_that_it_is_complete() throws Exception {
        for (var model : List.of("alpha", "beta")) {
            var begun = ask(model, "Hi").put("stream", true);

            var first = ANNE.completed(fleet.first(), PATH, begun.toString());
            var second = answered(ANNE, 1, ask(model, "And?").put("previous_response_id", idOf(first)));

            assertEquals(idOf(first), second.path("previous_response_id").asText());
            assertNotEquals(idOf(first), idOf(second));
            assertEquals(first, Json.parse(found(ANNE, 1, idOf(first)).body()).orElseThrow());
            assertEquals(second, Json.parse(found(ANNE, 0, idOf(second)).body()).orElseThrow());
        }
    }

    @Test
    void a_conversation_goes_from_one_kind_of_provider_to_the_other_and_back() throws Exception {
        var first = answered(ANNE, 0, ask("alpha", "One").put("instructions", "Be short."));
        var second = answered(ANNE, 1, ask("beta", "Two").put("previous_response_id", idOf(first)));
        var third = answered(ANNE, 0, ask("alpha", "Three").put("previous_response_id", idOf(second)));

        // The provider that has Responses itself got items, and no id of ours.
        var toNative = last("beta");
        assertEquals(PATH, toNative.path());
        assertFalse(toNative.json().has("previous_response_id"));
        assertEquals(
                List.of("user One", "assistant from alpha", "user Two"),
                said(toNative.json().path("input")));
        // The provider of chat completions got messages, without the instructions of the first request.
        var toChat = last("alpha").json();
        assertEquals(
                List.of("user One", "assistant from alpha", "user Two", "assistant from native", "user Three"),
                said(toChat.path("messages")));
        var items = Json.parse(get(ANNE, 1, PATH + "/" + idOf(third) + "/input_items?order=asc")
                        .body())
                .orElseThrow();
        assertEquals(6, items.path("data").size()); // the thought of the second answer is one of them
        assertFalse(items.path("has_more").asBoolean());
    }

    @Test
    void items_are_listed_page_by_page_the_last_first() throws Exception {
        var first = answered(ANNE, 0, ask("alpha", "One"));
        var second = answered(ANNE, 0, ask("alpha", "Two").put("previous_response_id", idOf(first)));
        var path = PATH + "/" + idOf(second) + "/input_items?limit=2";

        var page = Json.parse(get(ANNE, 1, path).body()).orElseThrow();
        assertEquals(List.of("user Two", "assistant from alpha"), said(page.path("data")));
        assertTrue(page.path("has_more").asBoolean());
        assertEquals(page.at("/data/0/id"), page.path("first_id"));
        assertEquals(page.at("/data/1/id"), page.path("last_id"));

        var rest = Json.parse(
                        get(ANNE, 1, path + "&after=" + page.path("last_id").asText())
                                .body())
                .orElseThrow();
        assertEquals(List.of("user One"), said(rest.path("data")));
        assertFalse(rest.path("has_more").asBoolean());
        for (var wrong : List.of("limit=0", "limit=101", "limit=x", "order=up", "after=msg_none")) {
            var refused = get(ANNE, 1, PATH + "/" + idOf(second) + "/input_items?" + wrong);
            assertEquals(400, refused.statusCode(), wrong);
            assertEquals(
                    wrong.replaceAll("=.*", ""), error(refused).path("param").asText());
        }
    }

    @Test
    void an_item_is_referred_to_at_another_instance() throws Exception {
        var first = answered(ANNE, 0, ask("alpha", "One"));
        var request = ask("alpha", "");
        var input = request.putArray("input");
        input.addObject()
                .put("type", "item_reference")
                .put("id", first.at("/output/0/id").asText());
        input.addObject().put("role", "user").put("content", "Two");

        answered(ANNE, 1, request);

        assertEquals(
                List.of("assistant from alpha", "user Two"),
                said(last("alpha").json().path("messages")));
        for (var caller : List.of(ANNE, BERT)) {
            ((ObjectNode) input.get(0))
                    .put(
                            "id",
                            caller == ANNE
                                    ? "msg_none"
                                    : first.at("/output/0/id").asText());
            var refused = caller.post(fleet.first(), PATH, request.toString());
            assertEquals(404, refused.statusCode());
            assertEquals("input", error(refused).path("param").asText());
        }
    }

    @Test
    void a_response_is_only_there_for_its_caller_and_until_it_is_deleted() throws Exception {
        var id = idOf(answered(ANNE, 0, ask("alpha", "Hi")));
        assertUnknown(BERT, id);
        assertEquals(
                404, BERT.send("DELETE", fleet.first(), PATH + "/" + id, "").statusCode());
        assertEquals(200, found(ANNE, 1, id).statusCode());
        var refused = ANNE.post(fleet.first(), PATH + "/" + id + "/cancel", "");
        assertEquals(400, refused.statusCode());
        assertEquals(
                "Cannot cancel a synchronous response.",
                error(refused).path("message").asText());

        var deleted = ANNE.send("DELETE", fleet.instance(1), PATH + "/" + id, "");

        assertEquals("{\"id\":\"" + id + "\",\"object\":\"response\",\"deleted\":true}", deleted.body());
        assertUnknown(ANNE, id);
        assertEquals(
                404, ANNE.send("DELETE", fleet.first(), PATH + "/" + id, "").statusCode());
    }

    @Test
    void what_is_not_served_is_not_taken_for_a_response() throws Exception {
        var compaction = ANNE.post(fleet.first(), PATH + "/compact", "{}");
        assertEquals(404, compaction.statusCode());
        assertEquals("unknown_url", error(compaction).path("code").asText());
        assertEquals(
                405, ANNE.send("PUT", fleet.first(), PATH + "/resp_1", "{}").statusCode());
    }

    @Test
    void what_the_caller_does_not_want_to_be_kept_and_what_failed_is_not() throws Exception {
        assertUnknown(ANNE, idOf(answered(ANNE, 0, ask("alpha", "Hi").put("store", false))));
        fleet.upstream("gamma")
                .always(Script.chunks(
                                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Once\"}}]}\n\n")
                        .thenReset());
        var broken = ANNE.post(
                fleet.first(), PATH, ask("gamma", "Hi").put("stream", true).toString());
        assertTrue(broken.body().contains("event: response.failed"), broken::body);
        assertUnknown(ANNE, broken.body().replaceAll("(?s).*\"id\":\"(resp_[^\"]+)\".*", "$1"));
    }

    @Test
    void an_incomplete_answer_is_kept() throws Exception {
        fleet.upstream("gamma")
                .always(Script.json(
                        200,
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Once\"},"
                                + "\"finish_reason\":\"length\"}]}"));

        var response = answered(ANNE, 0, ask("gamma", "Hi"));

        assertEquals("incomplete", response.path("status").asText());
        assertEquals(response, Json.parse(found(ANNE, 1, idOf(response)).body()).orElseThrow());
    }

    @Test
    void a_long_conversation_is_continued_word_for_word() throws Exception {
        var chance = new Random(7);
        var words = new StringBuilder();
        while (words.length() < 2_000_000) {
            words.append(Long.toString(chance.nextLong(), Character.MAX_RADIX)).append(' ');
        }
        var first = answered(ANNE, 0, ask("alpha", words.toString()));

        var second = answered(ANNE, 1, ask("alpha", "Two").put("previous_response_id", idOf(first)));

        assertEquals(
                List.of("user " + words, "assistant from alpha", "user Two"),
                said(last("alpha").json().path("messages")));
        assertEquals(200, found(ANNE, 0, idOf(second)).statusCode());
    }

    @Test
    void an_operator_may_want_nothing_to_be_kept() throws Exception {
        try (var instance = fleet.another(Map.of("CARAMBA_RESPONSES_ENABLED", "false"))) {
            var response = ANNE.post(instance, PATH, ask("alpha", "Hi").toString());
            assertEquals(200, response.statusCode());
            assertUnknown(ANNE, idOf(Json.parse(response.body()).orElseThrow()));

            var elsewhere = idOf(answered(ANNE, 0, ask("alpha", "Hi")));
            assertEquals(404, ANNE.get(instance, PATH + "/" + elsewhere).statusCode());
        }
    }

    @Test
    void an_answer_that_is_given_again_has_the_same_id() throws Exception {
        for (var stream : List.of(false, true)) {
            var request = ask("alpha", "Hi").put("stream", stream).toString();
            var first = ANNE.post(fleet.first(), PATH, request, "idempotency-key", "k" + stream);
            var again = ANNE.post(fleet.instance(1), PATH, request, "idempotency-key", "k" + stream);

            assertEquals(
                    "true",
                    again.headers().firstValue("x-caramba-idempotent-replay").orElse(""));
            assertEquals(ids(first.body()), ids(again.body()));
            var id = ids(first.body()).get(0);
            assertEquals(200, found(ANNE, 1, id).statusCode());
        }
    }

    @Test
    void an_answer_from_the_cache_can_be_continued() throws Exception {
        var request = ask("alpha", "Hi");
        request.putObject("cache").put("ttl", "5m");
        var first = answered(ANNE, 0, request);
        var hit = ANNE.post(fleet.instance(1), PATH, request.toString());
        assertEquals("hit", hit.headers().firstValue("x-caramba-cache").orElse(""));
        var second = Json.parse(hit.body()).orElseThrow();

        assertNotEquals(idOf(first), idOf(second));
        assertEquals(200, found(ANNE, 0, idOf(second)).statusCode());
        assertEquals(200, found(ANNE, 0, idOf(first)).statusCode());
    }

    @Test
    void a_response_is_kept_for_as_long_as_is_configured_and_without_the_callers_name() throws Exception {
        var id = idOf(answered(ANNE, 0, ask("alpha", "Hi")));

        try (var console = new RedisConsole(fleet.redis())) {
            var key = "caramba:response:{" + KeyedCaller.sha256("anne").substring(0, 32) + "}:" + id;
            var left = Long.parseLong(console.ask("PTTL " + key).substring(1));
            assertTrue(left > LIFE.minusHours(1).toMillis() && left <= LIFE.toMillis(), "" + left);
        }
    }

    @Test
    void while_redis_is_away_answers_are_given_and_nothing_is_said_to_be_unknown() throws Exception {
        var shared = idOf(answered(ANNE, 0, ask("alpha", "One")));
        fleet.redis().kill();

        // Answers go out, and are found where they were given.
        var kept = idOf(answered(ANNE, 0, ask("alpha", "Two")));
        assertEquals(200, found(ANNE, 0, kept).statusCode());
        answered(ANNE, 0, ask("alpha", "Three").put("previous_response_id", kept));
        // What only Redis may know is not called unknown.
        var asked = ask("alpha", "Four").put("previous_response_id", shared).toString();
        for (var refused : List.of(
                get(ANNE, 1, PATH + "/" + kept),
                get(ANNE, 0, PATH + "/" + shared),
                get(ANNE, 0, PATH + "/" + shared + "/input_items"),
                ANNE.send("DELETE", fleet.first(), PATH + "/" + shared, ""),
                ANNE.post(fleet.first(), PATH, asked))) {
            assertEquals(503, refused.statusCode(), refused::body);
            assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
            assertEquals("store_out_of_reach", error(refused).path("code").asText());
        }
        long told = fleet.first().output().stream()
                .filter(line -> line.contains("responses cannot be stored in Redis"))
                .count();
        assertEquals(1, told);

        // It comes back empty: what is kept here is still found, and new ones are shared again.
        fleet.redis().start();
        awaitShared();
        assertEquals(200, found(ANNE, 0, kept).statusCode());
        assertUnknown(ANNE, shared);
    }

    private static void awaitShared() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (found(ANNE, 1, idOf(answered(ANNE, 0, ask("alpha", "Hi")))).statusCode() != 200) {
            assertTrue(System.nanoTime() < end, "responses are not shared again");
        }
    }

    private static void assertUnknown(KeyedCaller caller, String id) throws Exception {
        for (var path : List.of("", "/input_items")) {
            var unknown = get(caller, 1, PATH + "/" + id + path);
            assertEquals(404, unknown.statusCode(), unknown::body);
            assertEquals(
                    "Response with id '" + id + "' not found.",
                    error(unknown).path("message").asText());
        }
        assertEquals(
                404, caller.post(fleet.first(), PATH + "/" + id + "/cancel", "").statusCode());
        var chained = caller.post(
                fleet.first(),
                PATH,
                ask("alpha", "Hi").put("previous_response_id", id).toString());
        assertEquals(400, chained.statusCode());
        assertEquals("previous_response_not_found", error(chained).path("code").asText());
        assertEquals("previous_response_id", error(chained).path("param").asText());
    }

    private static ObjectNode ask(String model, String input) {
        return Json.object().put("model", model).put("input", input);
    }

    private static JsonNode answered(KeyedCaller caller, int instance, ObjectNode request) throws Exception {
        var response = caller.post(fleet.instance(instance), PATH, request.toString());
        assertEquals(200, response.statusCode(), response::body);
        return Json.parse(response.body()).orElseThrow();
    }

    private static HttpResponse<String> found(KeyedCaller caller, int instance, String id) throws Exception {
        return get(caller, instance, PATH + "/" + id);
    }

    private static HttpResponse<String> get(KeyedCaller caller, int instance, String path) throws Exception {
        return caller.get(fleet.instance(instance), path);
    }

    private static JsonNode error(HttpResponse<String> response) {
        return Json.parse(response.body()).orElseThrow().path("error");
    }

    private static String idOf(JsonNode response) {
        return response.path("id").asText();
    }

    /** The ids of the response and of its items. */
    private static List<String> ids(String body) {
        return List.of(
                body.replaceAll("(?s).*\"id\":\"(resp_[^\"]+)\".*", "$1"),
                body.replaceAll("(?s).*\"id\":\"(msg_[^\"]+)\".*", "$1"));
    }

    private static Received last(String provider) {
        var requests = fleet.upstream(provider).requests();
        return requests.get(requests.size() - 1);
    }

    /** Role and text of each message; other items are left out. */
    private static List<String> said(JsonNode messages) {
        var said = new ArrayList<String>();
        for (var message : messages) {
            var content = message.path("content");
            Optional.of(message.path("role").asText())
                    .filter(role -> !role.isEmpty())
                    .ifPresent(role -> said.add(role + " "
                            + (content.isTextual() ? content : content.path(0).path("text")).asText()));
        }
        return said;
    }

    /** What a provider that has Responses itself answers: a thought and a text, told in the events alone. */
    private static Script nativeAnswer(Received request) {
        var thought = "{\"type\":\"reasoning\",\"id\":\"rs_" + request.number()
                + "\",\"summary\":[],\"encrypted_content\":\"sealed\"}";
        var text = "{\"type\":\"output_text\",\"text\":\"from native\",\"annotations\":[],\"logprobs\":[]}";
        var message = "{\"type\":\"message\",\"id\":\"msg_" + request.number()
                + "\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[" + text + "]}";
        var response = Json.object("{\"id\":\"resp_native" + request.number()
                        + "\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\","
                        + "\"previous_response_id\":null,\"usage\":null,\"output\":[]}")
                .orElseThrow();
        if (!request.json().path("stream").asBoolean()) {
            response.putArray("output")
                    .add(Json.parse(thought).orElseThrow())
                    .add(Json.parse(message).orElseThrow());
            return Script.json(200, response);
        }
        return Script.sse(
                "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":" + response + "}",
                "{\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":" + thought
                        + "}",
                "{\"type\":\"response.output_item.done\",\"sequence_number\":2,\"output_index\":0,\"item\":" + thought
                        + "}",
                "{\"type\":\"response.output_item.added\",\"sequence_number\":3,\"output_index\":1,\"item\":" + message
                        + "}",
                "{\"type\":\"response.output_text.delta\",\"sequence_number\":4,\"output_index\":1,\"content_index\":0,"
                        + "\"delta\":\"from native\"}",
                "{\"type\":\"response.output_item.done\",\"sequence_number\":5,\"output_index\":1,\"item\":" + message
                        + "}",
                "{\"type\":\"response.completed\",\"sequence_number\":6,\"response\":" + response + "}");
    }
}
