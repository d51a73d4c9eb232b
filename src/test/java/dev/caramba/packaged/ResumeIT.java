package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.testing.RawHttp;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break on the wire, and what the caller of the OpenAI surface reads, byte by byte. */
class ResumeIT {

    private static final String TEXT = "Zwei Boote 🚤 fuhren aus, und eines kam zurück.";
    private static final ChatAnswer ANSWER = ChatAnswer.of(TEXT).inEvents(8);
    private static final String CHAT = "/v1/chat/completions";

    private static final String CALL_OF_GEMINI = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Let me see.\"},"
            + "{\"functionCall\":{\"name\":\"f\",\"args\":{}}}]}}]}";

    private static Upstream first;
    private static Upstream second;
    private static Upstream claude;
    private static Upstream gemini;
    private static CarambaProcess caramba;
    private static CarambaProcess without;

    @BeforeAll
    static void start() throws Exception {
        caramba = CarambaProcess.start(environment());
        var off = environment();
        off.put("CARAMBA_BALANCER_RESUME", "false");
        without = CarambaProcess.start(off);
    }

    private static Map<String, String> environment() {
        if (first == null) {
            first = Upstream.start();
            second = Upstream.start();
            claude = Upstream.start();
            gemini = Upstream.start();
        }
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.remove("CARAMBA_BALANCER_MAX_ATTEMPTS");
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        var urls = Map.of(
                "FIRST",
                first.baseUrl() + "/v1",
                "SECOND",
                second.baseUrl() + "/v1",
                "CLAUDE",
                claude.baseUrl(),
                "GEMINI",
                gemini.baseUrl());
        urls.forEach((name, url) -> {
            environment.put("CARAMBA_PROVIDERS_" + name + "_BASE_URL", url);
            environment.put("CARAMBA_PROVIDERS_" + name + "_API_KEY", "key-of-" + name);
            environment.put("CARAMBA_PROVIDERS_" + name + "_MODEL", "m");
        });
        environment.put("CARAMBA_PROVIDERS_FIRST_IDLE_TIMEOUT", "1s");
        environment.put("CARAMBA_PROVIDERS_FIRST_LONE_IDLE_TIMEOUT", "1s");
        environment.put("CARAMBA_PROVIDERS_GEMINI_TYPE", "google");
        environment.put("CARAMBA_PROVIDERS_CLAUDE_TYPE", "anthropic");
        environment.put("CARAMBA_PROVIDERS_CLAUDE_MODEL", "claude-sonnet-4-5");
        return environment;
    }

    @AfterAll
    static void stop() throws Exception {
        caramba.close();
        without.close();
        Stream.of(first, second, claude, gemini).forEach(Upstream::close);
    }

    private int seenByFirst;
    private int seenBySecond;
    private int seenByClaude;

    @BeforeEach
    void count() {
        seenByFirst = first.requests().size();
        seenBySecond = second.requests().size();
        seenByClaude = claude.requests().size();
    }

    static Stream<Script> breaks() {
        return Stream.of(
                ANSWER.cutAfter(3).thenCut(),
                ANSWER.cutAfter(3).thenReset(),
                ANSWER.cutAfter(3).thenEof(),
                ANSWER.cutAfter(3).thenHang(),
                ANSWER.cutAfter(3).chunk("data: {\"choices\":[{\"delta\"\n\n").thenHang(),
                ANSWER.cutAfter(3)
                        .chunk("data: {\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"code\":503}}\n\n"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void the_next_target_finishes_a_stream_however_it_broke(Script broken) throws Exception {
        first.next(broken);
        second.next(ChatAnswer.of(TEXT).inEvents(5).withUsage(9, 12).stream().bytewise());

        var response = stream("first", "second");

        assertFinished(response);
        assertEquals(
                "first", response.headers().firstValue("x-caramba-provider").orElseThrow());
        assertEquals(1, second.requests().size() - seenBySecond);
        assertEquals(
                second.awaitRequest(seenBySecond).json().get("messages"),
                first.awaitRequest(seenByFirst).json().get("messages"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void alone_the_same_target_finishes_it(Script broken) throws Exception {
        first.next(broken, ANSWER.stream());

        assertFinished(stream("first"));
        assertEquals(2, first.requests().size() - seenByFirst);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8})
    void it_may_break_after_any_event(int events) throws Exception {
        first.next(ANSWER.cutAfter(events).thenReset());
        second.next(ANSWER.stream());

        assertFinished(stream("first", "second"));
    }

    @Test
    void a_model_that_continues_text_is_sent_what_was_given_out() throws Exception {
        first.next(ChatAnswer.of("Two boats left. ").inEvents(3).cutAfter(3).thenReset());
        claude.next(claudeSays(" One", " came back."));

        var response = stream("first", "claude");

        assertEquals("Two boats left. One came back.", text(response));
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response::body);
        var asked = claude.awaitRequest(seenByClaude).json();
        assertEquals(2, asked.get("messages").size());
        assertEquals(
                Json.parse("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Two boats left.\"}]}")
                        .orElseThrow(),
                asked.get("messages").get(1));
        assertEquals(
                List.of("model-1"), // as the first provider tells it
                events(response)
                        .map(event -> event.path("model").asText())
                        .distinct()
                        .toList());
    }

    @Test
    void a_refused_prefill_is_nobodys_error() throws Exception {
        first.next(ChatAnswer.of("Two boats left.").cutAfter(1).thenReset());
        claude.next(
                Script.json(
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"This model does not"
                                + " support assistant message prefill.\"}}"),
                claudeSays("Two boats", " left. One", " came back."));

        var response = stream("first", "claude");

        assertEquals("Two boats left. One came back.", text(response));
        assertEquals(2, claude.awaitRequest(seenByClaude).json().get("messages").size());
        assertEquals(
                1, claude.awaitRequest(seenByClaude + 1).json().get("messages").size());
        assertTrue(
                caramba.get("/providers")
                        .body()
                        .contains("\"provider\":\"claude\",\"model\":\"claude-sonnet-4-5\"," + "\"state\":\"healthy\""),
                () -> "the refusal cooled the target");
    }

    @Test
    void another_answer_ends_in_an_error_and_without_an_end_mark() throws Exception {
        first.next(ANSWER.cutAfter(3).thenReset());
        second.next(
                ChatAnswer.of("Drei Boote fuhren aus.").inEvents(3).cutAfter(3).thenHang());

        var response = stream("first", "second");

        var error = error(response);
        assertEquals("network", error.path("code").asText());
        assertTrue(error.path("message").asText().contains("could not be continued"), error::toString);
        assertEquals(List.of("network", "cancelled"), outcomes(error));
        assertTrue(TEXT.startsWith(text(response)), response::body);
        second.awaitClientClose(seenBySecond);
    }

    @Test
    void a_caller_who_leaves_while_text_is_held_back_closes_the_connection() throws Exception {
        first.next(ANSWER.cutAfter(3).thenReset());
        second.next(ANSWER.cutAfter(2).thenHang());
        var port = URI.create(caramba.url()).getPort();
        var client = new RawHttp(port).post(CHAT, request("first", "second"));
        client.readUntil("Boote");
        second.awaitRequest(seenBySecond);

        client.close();

        second.awaitClientClose(seenBySecond);
    }

    @Test
    void a_tool_call_that_was_given_out_ends_in_an_error() throws Exception {
        gemini.next(Script.sse(CALL_OF_GEMINI).thenReset());

        var response = stream("gemini", "first");

        assertTrue(response.body().contains("\"tool_calls\":[{\"index\":0"), response::body);
        assertEquals(List.of("network"), outcomes(error(response)));
        assertEquals(0, first.requests().size() - seenByFirst);
    }

    @Test
    void switched_off_a_break_is_told() throws Exception {
        first.next(ANSWER.cutAfter(3).thenReset());

        var response = without.post(CHAT, request("first", "second"));

        assertEquals(List.of("network"), outcomes(error(response)));
        assertEquals(0, second.requests().size() - seenBySecond);
    }

    @Test
    void the_log_and_the_metrics_tell_of_it() throws Exception {
        first.next(ANSWER.cutAfter(3).thenReset());
        second.next(ANSWER.stream());

        assertFinished(stream("first", "second"));

        assertTrue(caramba.get("/q/metrics").body().contains("caramba_resumes_total{outcome=\"continued\"}"));
        caramba.awaitLine(line ->
                line.contains("attempts=[first/m:network,second/m:success]") && line.endsWith(" resumed=continued"));
    }

    private static final String CLAUDE_START =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"c\","
                    + "\"usage\":{\"input_tokens\":14,\"output_tokens\":1}}}\n\n";
    private static final String CLAUDE_END =
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"output_tokens\":5}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private static Script claudeSays(String... pieces) {
        var deltas = Stream.of(pieces)
                .map(piece ->
                        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                                + "{\"type\":\"text_delta\",\"text\":\"" + piece + "\"}}\n\n");
        return Script.chunks(Stream.of(Stream.of(CLAUDE_START), deltas, Stream.of(CLAUDE_END))
                .flatMap(chunks -> chunks)
                .toArray(String[]::new));
    }

    private static HttpResponse<String> stream(String model, String... fallbacks) throws Exception {
        return caramba.post(CHAT, request(model, fallbacks));
    }

    /** The order of the targets is the request's own. */
    private static String request(String model, String... fallbacks) {
        var list = Stream.of(fallbacks).collect(Collectors.joining("\",\"", "[\"", "\"]"));
        return "{\"model\":\"" + model + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
                + (fallbacks.length == 0 ? "" : ",\"fallbacks\":" + list) + "}";
    }

    /** The whole text, in one stream, that ends as it should. */
    private static void assertFinished(HttpResponse<String> response) {
        assertEquals(200, response.statusCode());
        assertEquals(TEXT, text(response));
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response::body);
        assertFalse(response.body().contains("\"error\""), response::body);
        assertEquals(
                1, events(response).map(event -> event.path("id")).distinct().count());
        assertEquals(1, response.body().split("\"role\"", -1).length - 1);
        assertEquals(1, response.body().split("\"finish_reason\":\"stop\"", -1).length - 1);
    }

    private static JsonNode error(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        assertFalse(response.body().contains("[DONE]"), response::body);
        var last = events(response).reduce((earlier, later) -> later).orElseThrow();
        assertTrue(last.has("error"), response::body);
        return last.get("error");
    }

    private static List<String> outcomes(JsonNode error) {
        return StreamSupport.stream(error.path("attempts").spliterator(), false)
                .map(attempt -> attempt.path("outcome").asText())
                .toList();
    }

    private static String text(HttpResponse<String> response) {
        return events(response)
                .map(event -> event.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    private static Stream<JsonNode> events(HttpResponse<String> response) {
        return Stream.of(response.body().split("\n\n"))
                .map(event -> event.substring("data: ".length()).replace("\nevent: error", ""))
                .filter(data -> !data.equals("[DONE]"))
                .map(data -> Json.parse(data).orElseThrow());
    }
}
