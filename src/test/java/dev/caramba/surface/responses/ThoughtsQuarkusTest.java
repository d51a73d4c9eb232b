package dev.caramba.surface.responses;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations over two accounts of OpenAI, {@code alpha} and {@code beta}, and a provider of chat completions. */
@QuarkusTest
@TestProfile(ThoughtsQuarkusTest.TwoAccounts.class)
class ThoughtsQuarkusTest {

    private static final String ROUTE = "all";
    private static final String VERDICT = "{\"error\":{\"message\":\"The encrypted content could not be verified.\","
            + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_encrypted_content\"}}";
    private static final String NOT_STORED = "{\"error\":{\"message\":\"Item with id 'rs_old' not found. Items are not"
            + " persisted when `store` is set to false.\",\"type\":\"invalid_request_error\",\"param\":\"input\","
            + "\"code\":null}}";

    private static Map<String, Upstream> upstreams;

    private static int answers;

    private final Map<String, Integer> before = new HashMap<>();

    @BeforeEach
    void start() {
        upstreams.forEach((name, upstream) -> {
            before.put(name, upstream.requests().size());
            upstream.always(name.equals("chat") ? request -> chat() : ThoughtsQuarkusTest::thinking);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_maker_of_a_thought_is_asked_again_and_again(boolean stream) {
        var conversation = conversation();
        var first = answer(conversation, stream);
        var maker = first.provider();

        for (int i = 0; i < 4; i++) {
            first.output().forEach(conversation::add);
            conversation.add(said("And then?"));
            var next = answer(conversation, stream);
            assertEquals(maker, next.provider());
            first = next;
        }

        var sent = sent(maker);
        assertEquals(5, sent.size());
        assertEquals(4, thoughts(sent.get(4)).size());
        assertEquals(5, sent("alpha").size() + sent("beta").size());
    }

    @Test
    void the_others_are_asked_without_it_while_the_maker_fails() {
        var conversation = conversation();
        var first = answer(conversation, false);
        var maker = first.provider();
        var other = maker.equals("alpha") ? "beta" : "alpha";
        first.output().forEach(conversation::add);
        upstreams.get(maker).next(Script.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        upstreams.get("chat").always(request -> Script.json(503, "{\"error\":{\"message\":\"busy\"}}"));

        var second = answer(conversation, false);

        assertEquals(other, second.provider());
        var sent = sent(other).get(sent(other).size() - 1);
        assertEquals(List.of(), thoughts(sent));
        assertEquals(2, sent.json().path("input").size());
        second.output().forEach(conversation::add);

        var third = answer(conversation, false);

        // each maker gets its own thought of the two
        assertEquals(other, third.provider());
        var latest = sent(other).get(sent(other).size() - 1);
        assertEquals(List.of(idOfThought(second)), thoughts(latest));
    }

    @Test
    void another_entry_with_the_same_account_reads_the_thoughts_too() {
        var conversation = conversation();
        var first = ask("alpha", conversation, false, "key-of-alice")
                .statusCode(200)
                .extract();
        Json.object(first.asString()).orElseThrow().path("output").forEach(conversation::add);

        var second = ask("twins", conversation, false, "key-of-alice");

        second.statusCode(200).header("x-caramba-provider", equalTo("twin"));
        assertEquals(1, thoughts(sent("alpha").get(1)).size());
    }

    @Test
    void another_callers_word_on_a_thought_is_not_taken() {
        var conversation = conversation();
        var first = answer(conversation, false);
        first.output().forEach(conversation::add);

        var answered = Stream.generate(
                        () -> answer(conversation, false, "key-of-bob").provider())
                .limit(6)
                .distinct()
                .count();

        assertEquals(3, answered);
    }

    @Test
    void a_thought_of_nobody_known_is_sent_and_left_out_when_it_is_refused() {
        Stream.of(VERDICT, NOT_STORED).forEach(refusal -> {
            var conversation = conversation();
            conversation.add(Json.object("{\"type\":\"reasoning\",\"id\":\"rs_old\",\"summary\":[],"
                            + "\"encrypted_content\":\"sealed elsewhere\"}")
                    .orElseThrow());
            conversation.add(
                    Json.object("{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}")
                            .orElseThrow());
            conversation.add(Json.object("{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"7\"}")
                    .orElseThrow());
            int earlier = sent("alpha").size();
            upstreams.get("alpha").next(Script.json(refusal.equals(VERDICT) ? 400 : 404, refusal), thinking(null));

            var answer = ask("alpha", conversation, false, "key-of-alice");

            answer.statusCode(200).header("x-caramba-attempts", equalTo("2"));
            var sent = sent("alpha").subList(earlier, sent("alpha").size());
            assertEquals(List.of("rs_old"), thoughts(sent.get(0)));
            assertEquals(List.of(), thoughts(sent.get(1)));
            assertEquals(
                    List.of("message", "function_call", "function_call_output"),
                    StreamSupport.stream(sent.get(1).json().path("input").spliterator(), false)
                            .map(item -> item.path("type").asText("message"))
                            .toList());
        });
        ask("alpha", conversation(), false, "key-of-alice").statusCode(200);
    }

    @Test
    void a_stream_that_is_refused_after_its_head_is_asked_for_without_the_thought_too() {
        var conversation = conversation();
        conversation.add(Json.object("{\"type\":\"reasoning\",\"id\":\"rs_old\",\"encrypted_content\":\"sealed\"}")
                .orElseThrow());
        upstreams
                .get("alpha")
                .next(Script.sse(
                        "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_lost\",\"status\":\"in_progress\"}}",
                        "{\"type\":\"response.failed\",\"response\":{\"id\":\"resp_lost\",\"status\":\"failed\","
                                + "\"error\":{\"code\":\"invalid_encrypted_content\",\"message\":\"no\"}}}"));

        var text = ask("alpha", conversation, true, "key-of-alice")
                .statusCode(200)
                .extract()
                .asString();

        assertEquals(0, text.split("resp_lost", -1).length - 1);
        assertEquals(2, sent("alpha").size());
        assertEquals(List.of(), thoughts(sent("alpha").get(1)));
    }

    @Test
    void tools_that_providers_run_are_asked_of_those_who_have_responses() {
        for (int i = 0; i < 4; i++) {
            var request = request(ROUTE, conversation(), false);
            request.putArray("tools").addObject().put("type", "web_search");
            post(request, "key-of-alice").statusCode(200);
        }

        assertEquals(
                List.of(2, 2, 0),
                List.of(sent("alpha").size(), sent("beta").size(), sent("chat").size()));
    }

    /** One answer as its caller got it. */
    private record Answered(String provider, JsonNode output) {}

    private static Answered answer(ArrayNode conversation, boolean stream) {
        return answer(conversation, stream, "key-of-alice");
    }

    private static Answered answer(ArrayNode conversation, boolean stream, String key) {
        var response = ask(ROUTE, conversation, stream, key).statusCode(200).extract();
        var provider = response.header("x-caramba-provider");
        if (provider.equals("chat") && key.equals("key-of-alice")) {
            return answer(conversation, stream, key); // it is asked in turn, and seals nothing
        }
        var text = response.asString();
        var json = stream ? text.substring(text.lastIndexOf("data: ") + "data: ".length()) : text;
        var whole = Json.object(json.strip()).orElseThrow();
        return new Answered(provider, stream ? whole.at("/response/output") : whole.path("output"));
    }

    private static String idOfThought(Answered answer) {
        return answer.output().path(0).path("id").asText();
    }

    private static ValidatableResponse ask(String model, ArrayNode conversation, boolean stream, String key) {
        return post(request(model, conversation, stream), key);
    }

    private static ObjectNode request(String model, ArrayNode conversation, boolean stream) {
        var request = Json.object().put("model", model).put("store", false).put("stream", stream);
        request.set("input", conversation);
        return request;
    }

    private static ValidatableResponse post(ObjectNode request, String key) {
        return given().header("authorization", "Bearer " + key)
                .contentType("application/json")
                .body(Json.write(request))
                .post("/v1/responses")
                .then();
    }

    private static ArrayNode conversation() {
        return Json.array().add(said("Hi"));
    }

    private static ObjectNode said(String text) {
        return Json.object().put("role", "user").put("content", text);
    }

    private List<Received> sent(String name) {
        var all = upstreams.get(name).requests();
        return all.subList(before.get(name), all.size());
    }

    /** The ids of the thoughts in a request. */
    private static List<String> thoughts(Received request) {
        return StreamSupport.stream(request.json().path("input").spliterator(), false)
                .filter(item -> item.path("type").asText().equals("reasoning"))
                .map(item -> item.path("id").asText())
                .toList();
    }

    private static Script thinking(Received request) {
        int number = ++answers;
        var thought = Json.object()
                .put("id", "rs_" + number)
                .put("type", "reasoning")
                .put("encrypted_content", "sealed " + number);
        thought.putArray("summary");
        var message = Json.object()
                .put("id", "msg_" + number)
                .put("type", "message")
                .put("status", "completed")
                .put("role", "assistant");
        message.putArray("content").addObject().put("type", "output_text").put("text", "Hello");
        var response = Json.object()
                .put("id", "resp_" + number)
                .put("object", "response")
                .put("status", "completed")
                .put("model", "gpt-5");
        response.putArray("output").add(thought).add(message);
        boolean stream = request != null && request.json().path("stream").asBoolean();
        return stream ? events(response, thought, message) : Script.json(200, response);
    }

    private static Script events(ObjectNode response, ObjectNode thought, ObjectNode message) {
        var id = response.path("id").asText();
        return Script.sse(
                "{\"type\":\"response.created\",\"response\":{\"id\":\"" + id + "\",\"status\":\"in_progress\"}}",
                item("added", 0, thought),
                item("done", 0, thought),
                item("added", 1, message),
                "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"content_index\":0,\"delta\":\"Hello\"}",
                item("done", 1, message),
                "{\"type\":\"response.completed\",\"response\":" + response + "}");
    }

    private static String item(String what, int place, ObjectNode item) {
        return "{\"type\":\"response.output_item." + what + "\",\"output_index\":" + place + ",\"item\":" + item + "}";
    }

    private static Script chat() {
        return Script.json(
                200,
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}");
    }

    /** The product as it is, over simulated providers. */
    public static final class TwoAccounts implements QuarkusTestProfile {

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

        private final Map<String, Upstream> own = new TreeMap<>();

        @Override
        public Map<String, String> start() {
            var settings = new HashMap<String, String>();
            Stream.of("alpha", "beta", "chat").forEach(name -> {
                own.put(name, Upstream.start());
                var entry = "caramba.providers." + name;
                settings.put(entry + ".base-url", own.get(name).baseUrl());
                settings.put(entry + ".api-key", "key-of-" + name);
                settings.put(entry + ".model", "gpt-5");
                settings.put(entry + ".type", name.equals("chat") ? "openai-compatible" : "openai");
            });
            settings.put("caramba.routes." + ROUTE + ".targets", "alpha,beta,chat");
            // beside alpha, at the same address with the same key
            settings.put("caramba.providers.twin.base-url", own.get("alpha").baseUrl());
            settings.put("caramba.providers.twin.api-key", "key-of-alpha");
            settings.put("caramba.providers.twin.model", "gpt-5");
            settings.put("caramba.providers.twin.type", "openai");
            settings.put("caramba.routes.twins.targets", "chat,beta,twin");
            settings.put("caramba.access.keys.alice", sha256("key-of-alice"));
            settings.put("caramba.access.keys.bob", sha256("key-of-bob"));
            return settings;
        }

        @Override
        public void inject(Object test) {
            upstreams = own;
        }

        @Override
        public void stop() {
            own.values().forEach(Upstream::close);
        }
    }

    private static String sha256(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
