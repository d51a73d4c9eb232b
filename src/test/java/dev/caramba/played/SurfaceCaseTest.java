package dev.caramba.played;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurfaceCaseTest {

    private static final String FIXTURE = """
            {"providers":{"main":{"type":"anthropic","model":"m","priority":1}},
             "env":{"CARAMBA_ROUTES_DUO_TARGETS":"main/m, other/o","CARAMBA_HTTP_KEEP_ALIVE":"1s","CARAMBA_ACCESS_OPEN":null},
             "request":{"path":"/v1/models/main%2Fm?after=main","headers":{"X-A":"1"},
              "body":{"model":"duo","fallbacks":["main/a/b"],"n":1.50}},
             "upstream":[],"expect":{"status":200}}
            """;

    @Test
    void gives_providers_and_routes_names_of_its_own() {
        try (var played = new SurfaceCase(new SurfaceFixture("chat/a", object(FIXTURE)), 7)) {
            var settings = played.settings();
            assertEquals("mainx7/m,other/o", settings.get("CARAMBA_ROUTES_DUOX7_TARGETS"));
            assertEquals("key-of-main", settings.get("CARAMBA_PROVIDERS_MAINX7_API_KEY"));
            assertEquals("1", settings.get("CARAMBA_PROVIDERS_MAINX7_PRIORITY"));
            assertTrue(settings.get("CARAMBA_PROVIDERS_MAINX7_BASE_URL").matches("http://127.0.0.1:\\d+"));
            assertFalse(settings.containsKey("CARAMBA_HTTP_KEEP_ALIVE"));

            var request = played.request();
            assertEquals("POST", request.method());
            assertEquals("/v1/models/mainx7%2Fm?after=main", request.path());
            assertEquals(Map.of("x-a", "1"), request.headers());
            assertEquals(
                    "{\"model\":\"duox7\",\"fallbacks\":[\"mainx7/a/b\"],\"n\":1.50}",
                    new String(request.body().orElseThrow(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void gives_limits_of_time_and_silence_longer_where_it_has_limits() {
        var fixture = object(FIXTURE.replace("\"priority\":1", "\"first_token_timeout\":\"250ms\""));
        try (var played = new SurfaceCase(new SurfaceFixture("chat/a", fixture), 7)) {
            assertEquals("PT1S", played.settings().get("CARAMBA_PROVIDERS_MAINX7_FIRST_TOKEN_TIMEOUT"));
            assertEquals("30s", played.settings().get("CARAMBA_PROVIDERS_MAINX7_IDLE_TIMEOUT"));
        }
    }

    @Test
    void shares_a_caramba_with_those_of_the_same_further_variables() {
        try (var played = new SurfaceCase(new SurfaceFixture("chat/a", object(FIXTURE)), 7)) {
            assertEquals(
                    new SurfaceCase.Group(
                            false,
                            Map.of(
                                    "CARAMBA_HTTP_KEEP_ALIVE",
                                    Optional.of("1s"),
                                    "CARAMBA_ACCESS_OPEN",
                                    Optional.empty())),
                    played.group());
        }
    }

    @Test
    void a_reply_has_the_status_the_headers_and_the_body_that_are_wanted_and_no_key() {
        var expect = "{\"status\":200,\"headers\":{\"X-By\":\"main\",\"content-type\":\"text/plain\"},\"body\":\"Hi\"}";
        var headers = Map.of("x-by", "mainx7", "content-type", "text/plain;charset=UTF-8");

        assertEquals(List.of(), ofReply(expect, 200, headers, "Hi"));
        assertFalse(ofReply(expect, 500, headers, "Hi").isEmpty());
        assertFalse(
                ofReply(expect, 200, Map.of("content-type", "text/plain"), "Hi").isEmpty());
        assertFalse(ofReply(expect, 200, Map.of("x-by", "other", "content-type", "text/plain"), "Hi")
                .isEmpty());
        assertFalse(ofReply(expect, 200, Map.of("x-by", "mainx7", "content-type", "text/html"), "Hi")
                .isEmpty());
        assertFalse(ofReply(expect, 200, headers, "Ho").isEmpty());
        assertFalse(
                ofReply("{\"status\":200}", 200, headers, "It is key-of-main.").isEmpty());
        assertFalse(ofReply("{\"status\":200}", 200, Map.of("x-key", "key-of-main"), "")
                .isEmpty());
        assertFalse(ofReply("{\"events\":[]}", 200, headers, "").isEmpty());
    }

    @Test
    void a_reply_that_broke_is_never_as_wanted() {
        var reply = new Reply(200, Map.of(), new byte[0], Optional.of("cut"));

        assertEquals(
                List.of("the reply broke: cut"), replyRules("{\"status\":200}").differences(reply));
    }

    @Test
    void what_reached_the_providers_is_compared_in_their_order() throws Exception {
        var exchanges = """
                [{"provider":"main","expect":{"path":"/v1/messages?b=2&a=1","headers":{"X-Key":"{{api_key}}"},
                  "body":{"model":"m"}},"response":{"status":200,"chunks":["{}"]}}]
                """;

        assertEquals(List.of(), ofAsked(exchanges, "main", "/v1/messages?a=1&b=2", "key-of-main", "{\"model\":\"m\"}"));
        assertFalse(ofAsked(exchanges, "other", "/v1/messages?a=1&b=2", "key-of-main", "{\"model\":\"m\"}")
                .isEmpty());
        assertFalse(ofAsked(exchanges, "main", "/v1/chat?a=1&b=2", "key-of-main", "{\"model\":\"m\"}")
                .isEmpty());
        assertFalse(ofAsked(exchanges, "main", "/v1/messages?a=1", "key-of-main", "{\"model\":\"m\"}")
                .isEmpty());
        assertFalse(ofAsked(exchanges, "main", "/v1/messages?a=1&b=2", "another", "{\"model\":\"m\"}")
                .isEmpty());
        assertFalse(ofAsked(exchanges, "main", "/v1/messages?a=1&b=2", "key-of-main", "{\"model\":\"o\"}")
                .isEmpty());
        assertFalse(ofAsked("[]", "main", "/v1/messages", "key-of-main", "{}").isEmpty());
        assertEquals(
                List.of("asked 0 times [], wanted 1"),
                new AskedRules(json(exchanges), FixtureRules.forRequests(new HashMap<>())).differences(List.of()));
    }

    @Test
    void plays_the_exchanges_of_each_provider_in_turn_and_drops_what_nobody_wants() throws Exception {
        var exchanges = json("""
                [{"provider":"main","response":{"status":429,"headers":{"retry-after":"7"},"chunks":["{\\"a\\":",{"base64":"MX0="}]}},
                 {"provider":"main","response":{"status":200,"chunks":["a",{"cut":true}]}}]
                """);
        try (var upstream = new FixtureUpstream(exchanges, Map.of("main", "key"), 1)) {
            var first = post(upstream);
            assertEquals(429, first.status());
            assertEquals("{\"a\":1}", first.text());
            assertEquals("7", first.headers().get("retry-after"));
            assertEquals("7", first.headers().get("content-length"));
            var second = post(upstream);
            assertEquals("a", second.text());
            assertTrue(second.broken().isPresent());
            assertEquals(0, post(upstream).status());
            assertEquals(
                    404,
                    new ClientRequest("GET", "/", Map.of(), Optional.empty())
                            .send(upstream.baseUrl("main"))
                            .status());
            assertTrue(
                    upstream.asked().stream().allMatch(asked -> asked.provider().equals("main")));
        }
    }

    @Test
    void a_client_sees_every_byte() throws Exception {
        try (var upstream = Upstream.start().always(ChatAnswer.of("Hi").stream())) {
            var reply = new ClientRequest(
                            "POST", "/", Map.of("x-a", "1"), Optional.of("{}".getBytes(StandardCharsets.UTF_8)))
                    .send(upstream.baseUrl());

            assertTrue(reply.text().endsWith("data: [DONE]\n\n"));
            assertEquals(Optional.empty(), reply.broken());
            assertEquals(
                    "application/json",
                    upstream.awaitRequest(0).header("content-type").orElseThrow());
            assertEquals("1", upstream.awaitRequest(0).header("x-a").orElseThrow());
        }
    }

    private static Reply post(FixtureUpstream upstream) throws InterruptedException {
        return new ClientRequest("POST", "/", Map.of(), Optional.of("{}".getBytes(StandardCharsets.UTF_8)))
                .send(upstream.baseUrl("main"));
    }

    private static List<String> ofReply(String expect, int status, Map<String, String> headers, String body) {
        return replyRules(expect)
                .differences(new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }

    private static ReplyRules replyRules(String expect) {
        return new ReplyRules(
                json(expect),
                FixtureRules.forReplies(new HashMap<>()),
                List.of("key-of-main"),
                Map.of("main", "mainx7"));
    }

    /** Of a request with this key in its header that reached this provider. */
    private static List<String> ofAsked(String exchanges, String provider, String path, String key, String body)
            throws InterruptedException {
        try (var upstream = Upstream.start().always(ChatAnswer.of("Hi").unary())) {
            new ClientRequest("POST", path, Map.of("x-key", key), Optional.of(body.getBytes(StandardCharsets.UTF_8)))
                    .send(upstream.baseUrl());
            var asked = new Asked(provider, "key-of-main", upstream.awaitRequest(0));
            return new AskedRules(json(exchanges), FixtureRules.forRequests(new HashMap<>()))
                    .differences(List.of(asked));
        }
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }

    private static ObjectNode object(String text) {
        return Json.object(text).orElseThrow();
    }
}
