package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisConsole;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are kept by packaged instances which share a real Redis. */
class CacheIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TEXT = "Two boats left the harbour, \u00e9\ud83d\ude00.";
    private static final String WITH_TTL = "{\"ttl\":\"5m\"}";
    private static final int MANY = 100;

    private static FleetOfProcesses fleet;

    /** What nobody has asked before. */
    private final String question = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        fleet = FleetOfProcesses.start(
                2,
                Map.of(
                        "CARAMBA_STORE_TIMEOUT",
                        "5s",
                        "CARAMBA_STORE_STRICT_TIMEOUT",
                        "5s",
                        "CARAMBA_CACHE_WAIT",
                        "20s",
                        "CARAMBA_ROUTES_KEPT_TARGETS",
                        "alpha",
                        "CARAMBA_ROUTES_KEPT_CACHE_TTL",
                        "5m",
                        "CARAMBA_ACCESS_OPEN",
                        "false",
                        "CARAMBA_ACCESS_KEYS_ANNA",
                        sha256("key-of-anna"),
                        "CARAMBA_ACCESS_KEYS_BEN",
                        sha256("key-of-ben")));
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void startOver() {
        fleet.startOver();
        fleet.upstream("alpha").always(CacheIT::answer);
    }

    @Test
    void a_hundred_at_once_over_two_instances_are_one_call_to_the_provider() throws Exception {
        var go = new CompletableFuture<Void>();
        int first = fleet.upstream("alpha").requests().size();
        fleet.upstream("alpha").always(request -> answer(request).after(go));

        var calls = IntStream.range(0, MANY)
                .mapToObj(i -> send(fleet.instance(i), generate(WITH_TTL)))
                .toList();
        fleet.upstream("alpha").awaitRequest(first);
        go.complete(null);
        var answers = calls.stream().map(CompletableFuture::join).toList();

        assertEquals(1, fleet.arrived("alpha"));
        answers.forEach(answer -> assertEquals(200, answer.statusCode(), answer::body));
        answers.forEach(answer -> assertEquals(content(answers.get(0)), content(answer)));
        assertEquals(
                1,
                answers.stream().filter(answer -> cache(answer).equals("miss")).count());
        assertEquals(
                99,
                answers.stream().filter(answer -> cache(answer).equals("hit")).count());
    }

    @Test
    void a_hundred_streams_at_once_are_one_call_and_equal_to_the_byte() throws Exception {
        var go = new CompletableFuture<Void>();
        int first = fleet.upstream("alpha").requests().size();
        fleet.upstream("alpha").always(request -> answer(request).after(go));

        var calls = IntStream.range(0, MANY)
                .mapToObj(i -> send(fleet.instance(i), chat(true, WITH_TTL)))
                .toList();
        fleet.upstream("alpha").awaitRequest(first);
        go.complete(null);
        var answers = calls.stream().map(CompletableFuture::join).toList();

        assertEquals(1, fleet.arrived("alpha"));
        assertEquals(
                Collections.nCopies(MANY, nameless(answers.get(0))),
                answers.stream().map(CacheIT::nameless).toList());
        assertEquals(TEXT, StreamedText.of(answers.get(MANY - 1)));
        assertEquals(
                99,
                answers.stream().filter(answer -> cache(answer).equals("hit")).count());
    }

    @Test
    void a_stream_is_replayed_as_it_came() {
        var first = send(fleet.instance(0), chat(true, WITH_TTL)).join();
        var again = send(fleet.instance(1), chat(true, WITH_TTL)).join();
        var whole = send(fleet.instance(1), chat(false, WITH_TTL)).join();

        assertEquals(first.body(), again.body());
        assertEquals(List.of("miss", "hit", "hit"), List.of(cache(first), cache(again), cache(whole)));
        assertEquals("alpha", again.headers().firstValue("x-caramba-provider").orElse(""));
        assertEquals("model-1", again.headers().firstValue("x-caramba-model").orElse(""));
        assertEquals("0", again.headers().firstValue("x-caramba-attempts").orElse(""));
        assertTrue(again.headers().firstValueAsLong("age").isPresent());
        var message = json(whole).path("choices").path(0).path("message");
        assertEquals(TEXT, message.path("content").asText());
        assertEquals(16, json(whole).path("usage").path("total_tokens").asInt());
        assertEquals(1, fleet.arrived("alpha"));
    }

    @Test
    void generate_says_so_and_the_metrics_too() throws Exception {
        double before = hits(fleet.instance(0));
        var first = send(fleet.instance(0), generate(WITH_TTL)).join();
        var again = send(fleet.instance(0), generate(WITH_TTL)).join();

        assertEquals(false, json(first).path("cached").asBoolean());
        assertEquals(true, json(again).path("cached").asBoolean());
        assertEquals(0, json(again).path("attempts").size());
        assertEquals(content(first), content(again));
        assertEquals(1, hits(fleet.instance(0)) - before);
    }

    @Test
    void a_route_may_want_it_and_a_request_may_not() {
        var asked = generate("null").put("model", "kept");
        send(fleet.instance(0), asked).join();

        assertEquals("hit", cache(send(fleet.instance(1), asked).join()));
        assertEquals(
                "bypass",
                cache(send(fleet.instance(1), asked.deepCopy().put("cache", false))
                        .join()));
        assertEquals("bypass", cache(send(fleet.instance(0), generate("null")).join()));
    }

    @Test
    void cache_control_is_honoured() {
        send(fleet.instance(0), generate(WITH_TTL)).join();

        assertEquals("bypass", cache(sendWith("no-store", generate(WITH_TTL)).join()));
        assertEquals("miss", cache(sendWith("no-cache", generate(WITH_TTL)).join()));
        assertEquals("hit", cache(sendWith("max-age=60", generate(WITH_TTL)).join()));
        assertEquals("miss", cache(sendWith("max-age=0", generate(WITH_TTL)).join()));
        assertEquals(4, fleet.arrived("alpha"));
    }

    @Test
    void nothing_is_kept_of_what_must_not_be() throws Exception {
        sendWith("no-store", generate(WITH_TTL)).join();

        try (var console = new RedisConsole(fleet.redis())) {
            console.ask("KEYS *:cache:*");
            console.ask("ECHO that-is-all");
            var keys = console.linesUntil("that-is-all").toString();
            assertTrue(!keys.contains("caramba:cache:"), keys);
        }
        assertEquals("miss", cache(send(fleet.instance(0), generate(WITH_TTL)).join()));
    }

    @Test
    void access_keys_never_share_answers() {
        send(fleet.instance(0), generate(WITH_TTL)).join();

        var other = send(request(fleet.instance(0), "key-of-ben", generate(WITH_TTL))
                        .build())
                .join();

        assertEquals("miss", cache(other));
        assertEquals(2, fleet.arrived("alpha"));
    }

    @Test
    void a_failure_is_not_kept() {
        fleet.upstream("alpha").next(ChatAnswer.error(400, "invalid_request_error", "temperature is too high"));
        var failed = send(fleet.instance(0), generate(WITH_TTL)).join();

        assertEquals(400, failed.statusCode());
        assertEquals("miss", cache(send(fleet.instance(0), generate(WITH_TTL)).join()));
    }

    @Test
    void a_wrong_wish_is_told_by_its_field() {
        for (var wrong : Map.of(
                        "{\"ttl\":-1}", "cache.ttl",
                        "{\"ttl\":\"soon\"}", "cache.ttl",
                        "{\"ttl\":[]}", "cache.ttl",
                        "{\"key\":7}", "cache.key",
                        "{\"key\":\"\"}", "cache.key",
                        "\"5m\"", "cache")
                .entrySet()) {
            for (var body : List.of(generate(wrong.getKey()), chat(true, wrong.getKey()))) {
                var path = body.has("prompt") ? "/generate" : "/v1/chat/completions";
                var response = send(fleet.instance(0), body).join();
                assertEquals(400, response.statusCode(), path + response.body());
                assertEquals(
                        wrong.getValue(),
                        json(response).path("error").path("param").asText());
            }
        }
    }

    @Test
    void another_instance_goes_on_when_the_one_that_asks_is_killed() throws Exception {
        int first = fleet.upstream("alpha").requests().size();
        fleet.upstream("alpha").next(Script.never());
        CompletableFuture<HttpResponse<String>> waiting;
        try (var doomed = fleet.another()) {
            var lost = send(doomed, generate(WITH_TTL));
            fleet.upstream("alpha").awaitRequest(first);
            waiting = send(fleet.instance(0), generate(WITH_TTL));
            doomed.kill();
            assertTrue(lost.handle((response, e) -> e != null).join());
        }

        var answer = waiting.orTimeout(60, TimeUnit.SECONDS).join();

        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals("miss", cache(answer));
        assertEquals(2, fleet.arrived("alpha"));
    }

    @Test
    void one_goes_on_when_the_caller_of_the_first_leaves() throws Exception {
        int first = fleet.upstream("alpha").requests().size();
        fleet.upstream("alpha").next(Script.never());
        var leaving = send(fleet.instance(0), chat(true, WITH_TTL));
        fleet.upstream("alpha").awaitRequest(first);
        var others = IntStream.range(0, 10)
                .mapToObj(i -> send(fleet.instance(i), chat(true, WITH_TTL)))
                .toList();

        leaving.cancel(true);

        others.forEach(other -> assertEquals(TEXT, StreamedText.of(other.join())));
        assertEquals(2, fleet.arrived("alpha"));
    }

    @Test
    void a_hit_is_one_round_trip() throws Exception {
        send(fleet.instance(0), generate(WITH_TTL)).join();
        send(fleet.instance(0), generate(WITH_TTL)).join();
        try (var console = new RedisConsole(fleet.redis())) {
            console.ask("CONFIG RESETSTAT");

            send(fleet.instance(0), generate(WITH_TTL)).join();

            console.ask("INFO commandstats");
            console.ask("ECHO that-is-all");
            var stats = console.linesUntil("that-is-all").toString();
            assertTrue(stats.contains("cmdstat_evalsha:calls=1,"), stats);
        }
    }

    @Test
    void without_redis_each_instance_keeps_its_own() throws Exception {
        try (var lonely = FleetOfProcesses.start(
                2, Map.of("CARAMBA_STORE_TIMEOUT", "200ms", "CARAMBA_STORE_STRICT_TIMEOUT", "200ms"))) {
            lonely.redis().kill();

            var first = send(lonely.instance(0), generate(WITH_TTL)).join();
            var again = send(lonely.instance(0), generate(WITH_TTL)).join();
            var elsewhere = send(lonely.instance(1), generate(WITH_TTL)).join();

            assertEquals(List.of("miss", "hit", "miss"), List.of(cache(first), cache(again), cache(elsewhere)));
            assertEquals(200, elsewhere.statusCode());
        }
    }

    private static Script answer(Received request) {
        var answer = ChatAnswer.of(TEXT).inEvents(7).withUsage(11, 5);
        return request.json().path("stream").asBoolean() ? answer.stream() : answer.unary();
    }

    private ObjectNode generate(String cache) {
        var body = Json.object().put("prompt", question).put("model", "alpha");
        body.set("cache", Json.parse(cache).orElseThrow());
        return body;
    }

    private ObjectNode chat(boolean stream, String cache) {
        var body = Json.object().put("model", "alpha").put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        body.set("cache", Json.parse(cache).orElseThrow());
        return body;
    }

    private static CompletableFuture<HttpResponse<String>> send(CarambaProcess instance, ObjectNode body) {
        return send(request(instance, "key-of-anna", body).build());
    }

    private static CompletableFuture<HttpResponse<String>> sendWith(String cacheControl, ObjectNode body) {
        return send(request(fleet.instance(0), "key-of-anna", body)
                .header("cache-control", cacheControl)
                .build());
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(CarambaProcess instance, String key, ObjectNode body) {
        var path = body.has("prompt") ? "/generate" : "/v1/chat/completions";
        return HttpRequest.newBuilder(URI.create(instance.url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private static String cache(HttpResponse<String> response) {
        return response.headers().firstValue("x-caramba-cache").orElse("");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body()).orElseThrow(() -> new AssertionError(response.body()));
    }

    /** What an answer says, without what each call has of its own. */
    private static JsonNode content(HttpResponse<String> response) {
        ObjectNode answer = json(response).deepCopy();
        return answer.without(List.of("id", "cached", "attempts"));
    }

    /** A stream without the id and the time of each. */
    private static String nameless(HttpResponse<String> response) {
        return response.body().replaceAll("\"id\":\"chatcmpl-[^\"]*\"", "").replaceAll("\"created\":\\d+", "");
    }

    private static double hits(CarambaProcess instance) throws Exception {
        return instance.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("caramba_cache_requests_total{outcome=\"hit\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
