package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls for vectors have what calls for answers have: access, limits, usage, cache, keys, deadlines, failover. */
class EmbeddingsIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Upstream first = Upstream.start();
    private final Upstream second = Upstream.start();
    private CarambaProcess caramba;

    /** What nobody has asked before. */
    private final String text = UUID.randomUUID().toString();

    @BeforeEach
    void start() throws Exception {
        first.always(EmbeddingsIT::answer);
        second.always(EmbeddingsIT::answer);
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.remove("CARAMBA_BALANCER_MAX_ATTEMPTS");
        environment.put("CARAMBA_USAGE_ENABLED", "true");
        environment.put("CARAMBA_USAGE_PRICES", "one/bge=1:0,two/bge=1:0");
        environment.put("CARAMBA_BALANCER_STRATEGY", "priority");
        environment.put("CARAMBA_ACCESS_KEYS_ANNA", sha256("key-of-anna"));
        environment.put("CARAMBA_ACCESS_KEYS_BEN", sha256("key-of-ben"));
        environment.put("CARAMBA_ACCESS_GRANTS_BEN_PROVIDERS", "two");
        environment.put("CARAMBA_ACCESS_GRANTS_BEN_TOKENS_PER_MINUTE", "100");
        entry(environment, "ONE", first);
        entry(environment, "TWO", second);
        environment.put("CARAMBA_PROVIDERS_TWO_PRIORITY", "200");
        environment.put("CARAMBA_PROVIDERS_TWO_TYPE", "ollama");
        caramba = CarambaProcess.start(environment);
    }

    @AfterEach
    void stop() throws Exception {
        caramba.close();
        first.close();
        second.close();
    }

    private static void entry(Map<String, String> environment, String name, Upstream upstream) {
        var prefix = "CARAMBA_PROVIDERS_" + name;
        environment.put(prefix + "_BASE_URL", upstream.baseUrl());
        environment.put(prefix + "_API_KEY", "key-of-provider");
        environment.put(prefix + "_MODEL", "chat-of-" + name);
        environment.put(prefix + "_EMBEDDING_MODEL", "bge");
        environment.put(prefix + "_EMBEDDING_BATCH_SIZE", "2");
    }

    @Test
    void nobody_gets_in_without_a_key_or_to_what_is_not_granted() throws Exception {
        assertEquals(401, ask("wrong", "{'model':'bge','input':'a'}").statusCode());
        assertEquals(404, ask("key-of-ben", "{'model':'one/bge','input':'a'}").statusCode());

        var granted = ask("key-of-ben", "{'model':'bge','input':'a'}");
        assertEquals("two", header(granted, "x-caramba-provider"), granted::body);
        assertEquals(0, first.requests().size());
    }

    @Test
    void a_callers_tokens_are_limited_and_told() throws Exception {
        var served = ask("key-of-ben", "{'model':'two/bge','input':['a','b','c']}");
        assertEquals(200, served.statusCode(), served::body);
        assertEquals("97", header(served, "x-ratelimit-remaining-tokens"));

        var refused = ask("key-of-ben", "{'model':'two/bge','input':'" + "word ".repeat(78) + "'}");
        assertEquals(429, refused.statusCode());
        assertEquals(2, second.requests().size());
    }

    @Test
    void an_answer_is_cached_whatever_its_form() throws Exception {
        var floats = anna("{'model':'one','input':['a','b'],'cache':{'ttl':'5m'}}");
        var base64 = anna("{'model':'one','input':['a','b'],'cache':{'ttl':'5m'},'encoding_format':'base64'}");
        var other = anna("{'model':'one','input':['b','a'],'cache':{'ttl':'5m'}}");

        assertEquals("miss", header(floats, "x-caramba-cache"));
        assertEquals("hit", header(base64, "x-caramba-cache"));
        assertEquals("miss", header(other, "x-caramba-cache"));
        assertEquals("[0.50,0]", json(floats).at("/data/0/embedding").toString());
        assertEquals("AAAAPwAAAAA=", json(base64).at("/data/0/embedding").textValue());
        assertEquals(2, first.requests().size());
    }

    /** Also from what is kept, and in parts. */
    @Test
    void nothing_is_lost_between_a_caller_and_a_provider_of_the_same_form() throws Exception {
        first.always(
                request -> Script.json(
                        200,
                        "{\"id\":\"e\",\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1,2.50],\"x\":[1]}"
                                + (request.json().path("input").size() > 1 ? ",{\"index\":1,\"embedding\":[3,4]}" : "")
                                + "],\"model\":\"bge-1\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1,\"cost\":0.1},\"new\":null}"));
        var item = "{'object':'embedding','index':%d,'embedding':[1,2.50],'x':[1]}";

        for (var outcome : List.of("miss", "hit")) {
            var answer = anna("{'user':'u','y':1.50,'input':['a'],'model':'one/bge','cache':{'ttl':'5m'}}");
            assertEquals(outcome, header(answer, "x-caramba-cache"));
            assertEquals(
                    "{'id':'e','object':'list','data':[" + item.formatted(0) + "],'model':'bge-1',"
                            + "'usage':{'prompt_tokens':1,'total_tokens':1,'cost':0.1},'new':null}",
                    answer.body().replace('"', '\''));
        }
        assertEquals(
                "{'user':'u','y':1.50,'input':['a'],'model':'bge'}",
                first.awaitRequest(0).text().replace('"', '\''));

        var parts = anna("{'model':'one/bge','input':['a','b','c']}");
        assertEquals(
                "{'id':'e','object':'list','data':[" + item.formatted(0)
                        + ",{'index':1,'embedding':[3,4],'object':'embedding'}," + item.formatted(2)
                        + "],'model':'bge-1','usage':{'prompt_tokens':2,'total_tokens':2,'cost':0.2},'new':null}",
                parts.body().replace('"', '\''));
    }

    @Test
    void parts_are_counted_one_by_one_and_paid_for() throws Exception {
        var answer = anna("{'model':'one/bge','input':['a','b','c','d','e']}");
        assertEquals("3", header(answer, "x-caramba-attempts"), answer::body);
        assertEquals(5, json(answer).at("/usage/total_tokens").intValue());
        assertEquals(5, json(answer).path("data").size());

        var usage = caramba.get("/usage?caller=anna" + UsageReport.SINCE_YESTERDAY, "key-of-anna")
                .body();
        assertTrue(usage.contains("\"model\":\"bge\""), usage);
        assertTrue(usage.contains("\"inputTokens\":5"), usage);
        assertTrue(usage.contains("\"attempts\":3"), usage);
    }

    @Test
    void a_peer_with_the_same_model_goes_on_where_one_fails() throws Exception {
        first.always(request -> request.json().path("input").path(0).asText().equals("c")
                ? Script.json(401, "{\"error\":{\"message\":\"no\"}}")
                : answer(request));

        var answer = anna("{'model':'bge','input':['a','b','c','d']}");

        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals("3", header(answer, "x-caramba-attempts"));
        assertEquals("two", header(answer, "x-caramba-provider"));
        assertEquals("bge", header(answer, "x-caramba-model"));
        assertEquals(
                "{\"model\":\"bge\",\"input\":[\"c\",\"d\"],\"truncate\":false}",
                second.requests().get(0).json().toString());
        assertEquals(4, json(answer).path("data").size());
    }

    @Test
    void what_a_provider_is_not_told_is_named_or_refused() throws Exception {
        var request = "{'model':'two/bge','input':'a','user':'u','input_type':'query'%s}";

        assertEquals(
                "input_type,user",
                header(anna(request.formatted("")), "x-caramba-dropped-params").replace(" ", ""));
        var refused = anna(request.formatted(",'strictParams':true"));
        assertEquals(400, refused.statusCode());
        assertEquals(1, second.requests().size());
    }

    /** As large as OpenAI's own may become: 2,048 vectors of 3,072 numbers. */
    @Test
    void a_large_answer_passes() throws Exception {
        var vector = "[" + IntStream.range(0, 3072).mapToObj(i -> "-0.0123456").collect(Collectors.joining(",")) + "]";
        var item = "{\"embedding\":" + vector + "}";
        var body = "{\"data\":[" + item + (", " + item).repeat(2047) + "]}";
        first.always(request -> Script.json(200, body));
        var inputs = "'a'" + ",'a'".repeat(2047);
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_PROVIDERS_BIG_BASE_URL", first.baseUrl());
        environment.put("CARAMBA_PROVIDERS_BIG_MODEL", "bge");
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        try (var large = CarambaProcess.start(environment)) {
            var answer = send(large, "", "{'model':'big/bge','input':[" + inputs + "]}", Map.of());

            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().length() > body.length(), answer.body().length() + " characters");
            assertTrue(answer.body().endsWith("\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}}"));
        }
    }

    /** A vector for each text, in OpenAI's form or in Ollama's; a text costs a token. */
    private static Script answer(Received request) {
        int texts = request.json().path("input").size();
        var vectors = "[0.50,0]" + ",[1,2]".repeat(texts - 1);
        if (request.path().endsWith("/api/embed")) {
            return Script.json(200, "{\"embeddings\":[" + vectors + "],\"prompt_eval_count\":" + texts + "}");
        }
        var data = vectors.replace("[", "{\"embedding\":[").replace("]", "]}");
        return Script.json(
                200,
                "{\"data\":[" + data + "],\"usage\":{\"prompt_tokens\":" + texts + ",\"total_tokens\":" + texts + "}}");
    }

    private HttpResponse<String> anna(String body) throws Exception {
        return ask("key-of-anna", body);
    }

    private HttpResponse<String> ask(String key, String body) throws Exception {
        return send(key, body, Map.of());
    }

    private HttpResponse<String> send(String key, String body, Map<String, String> headers) throws Exception {
        return send(caramba, key, body, headers);
    }

    private static HttpResponse<String> send(
            CarambaProcess caramba, String key, String body, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(caramba.url() + "/v1/embeddings"))
                .timeout(Duration.ofMinutes(2))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.object(response.body()).orElseThrow();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
