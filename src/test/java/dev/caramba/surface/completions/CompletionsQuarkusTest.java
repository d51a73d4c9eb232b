package dev.caramba.surface.completions;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legacy completions have all that other calls have. The provider is a real server. */
@QuarkusTest
@TestProfile(CompletionsQuarkusTest.WithServer.class)
class CompletionsQuarkusTest {

    private static final String HEAD = "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1795341600,";
    private static final String LOGPROBS =
            "\"logprobs\":{\"tokens\":[\"%s\"],\"token_logprobs\":[-0.50],\"text_offset\":[%d]}";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}";
    private static final String WHOLE = HEAD + "\"model\":\"base\",\"choices\":[{\"text\":\" a time\",\"index\":0,"
            + LOGPROBS.formatted(" a time", 9) + ",\"finish_reason\":\"length\"}]," + USAGE + ",\"novel\":1}";
    private static final String[] PIECES = {
        HEAD + "\"choices\":[{\"text\":\" a\",\"index\":0," + LOGPROBS.formatted(" a", 9)
                + ",\"finish_reason\":null}],\"model\":\"base\"}",
        HEAD + "\"choices\":[{\"text\":\" time\",\"index\":0," + LOGPROBS.formatted(" time", 11)
                + ",\"finish_reason\":\"length\"}],\"model\":\"base\"}",
        HEAD + "\"choices\":[],\"model\":\"base\"," + USAGE + "}",
        "[DONE]"
    };

    private static Upstream upstream;

    private final String user = UUID.randomUUID().toString();
    private int before;

    @BeforeEach
    void answer() {
        before = upstream.requests().size();
        upstream.always(
                request -> request.json().path("stream").asBoolean() ? Script.sse(PIECES) : Script.json(200, WHOLE));
    }

    @Test
    void the_request_and_the_answer_are_passed_on_letter_by_letter() {
        var rest =
                "\"prompt\":\"Gr\\u00fc\\u00dfe \",\"temperature\":0.20,\"novel\":{\"b\":1e2,\"a\":[]},\"n\":1,\"user\":\""
                        + user + "\"}";

        post("{\"model\":\"local\",\"timeoutMs\":20000,\"cache\":false," + rest)
                .statusCode(200)
                .header("x-caramba-provider", "local")
                .header("x-caramba-model", "base")
                .header("x-caramba-attempts", "1")
                .header("x-caramba-cache", "bypass")
                .body(equalTo(WHOLE));

        assertEquals("/v1/completions", asked().get(0).path());
        assertEquals("{\"model\":\"base\"," + rest, asked().get(0).text());
    }

    @Test
    void a_stream_is_passed_on_piece_by_piece() {
        post(body(",\"stream\":true"))
                .statusCode(200)
                .contentType("text/event-stream")
                .body(equalTo("data: " + PIECES[0] + "\n\ndata: " + PIECES[1] + "\n\ndata: [DONE]\n\n"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_is_kept_and_given_out_whole_or_as_a_stream(boolean streamed) {
        var kept = ",\"cache\":{\"ttl\":\"5m\"}";
        post(body(kept + ",\"stream\":" + streamed)).header("x-caramba-cache", "miss");

        post(body(kept))
                .header("x-caramba-cache", "hit")
                .body("object", equalTo("text_completion"))
                .body("choices[0].text", equalTo(" a time"))
                .body("choices[0].finish_reason", equalTo("length"))
                .body("choices[0].logprobs.tokens", equalTo(streamed ? List.of(" a", " time") : List.of(" a time")))
                .body("choices[0].logprobs.text_offset", equalTo(streamed ? List.of(9, 11) : List.of(9)))
                .body("usage.total_tokens", equalTo(7));
        post(body(kept + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
                .header("x-caramba-cache", "hit")
                .body(containsString(streamed ? "\"text\":\" time\"" : "\"text\":\" a time\""))
                .body(containsString("\"finish_reason\":\"length\""))
                .body(containsString("\"total_tokens\":7"))
                .body(endsWith("data: [DONE]\n\n"));
        assertEquals(1, asked().size());
    }

    @Test
    void no_other_prompt_or_parameter_gets_a_kept_answer() {
        var kept = ",\"cache\":{\"ttl\":\"5m\"}";
        post(body(kept)).header("x-caramba-cache", "miss");

        post(body(kept + ",\"echo\":true")).header("x-caramba-cache", "miss");
        post(body(kept + ",\"max_tokens\":7")).header("x-caramba-cache", "miss");
        post(body(kept).replace("Once", "Twice")).header("x-caramba-cache", "miss");
        post(body(kept).replace("\"Once\"", "[1,2]")).header("x-caramba-cache", "miss");
        post(body(kept).replace("\"Once\"", "[\"Once\"]")).header("x-caramba-cache", "miss");
    }

    @Test
    void a_key_names_a_request() {
        var first = keyed("/v1/completions", body("")).statusCode(200).extract().asString();
        var second =
                keyed("/v1/completions", body("")).statusCode(200).extract().asString();

        assertEquals(first, second);
        assertEquals(1, asked().size());
        keyed("/v1/completions", body(",\"n\":2")).statusCode(422);
    }

    @Test
    void the_tokens_are_counted() {
        long calls = counted("calls");
        long input = counted("inputTokens");

        post(body(""));
        post(body(",\"stream\":true"));

        assertEquals(calls + 2, counted("calls"));
        assertEquals(input + 10, counted("inputTokens"));
    }

    @Test
    void a_model_that_only_chats_is_left_in_service() {
        upstream.next(Script.json(404, """
                {"error":{"message":"This is a chat model and not supported in the v1/completions endpoint.",\
                "type":"invalid_request_error","param":"model","code":null}}"""));

        post(body(""))
                .statusCode(400)
                .body("error.message", containsString("chat model"))
                .body("error.attempts[0].status", equalTo(404));

        given().get("/providers")
                .then()
                .body("providers.state", not(hasItem("cooldown")))
                .body("providers.find { it.provider == 'local' }.failures", equalTo(0));
    }

    @Test
    void a_stream_that_breaks_does_not_end() {
        upstream.next(Script.sse(PIECES[0]).thenReset());

        post(body(",\"stream\":true,\"logprobs\":1"))
                .statusCode(200)
                .body(containsString("\"code\":\"network\""))
                .body(endsWith("\nevent: error\n\n"))
                .body(not(containsString("[DONE]")));
    }

    @Test
    void other_methods_are_refused() {
        given().get("/v1/completions")
                .then()
                .statusCode(405)
                .header("allow", "POST")
                .body("error.code", equalTo("method_not_allowed"));
    }

    private String body(String more) {
        return "{\"model\":\"local\",\"prompt\":\"Once\",\"user\":\"" + user + "\"" + more + "}";
    }

    private List<Received> asked() {
        var all = upstream.requests();
        return all.subList(before, all.size());
    }

    private ValidatableResponse keyed(String path, String body) {
        return given().contentType("application/json")
                .header("Idempotency-Key", user)
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/completions")
                .then();
    }

    private static long counted(String figure) {
        return given()
                .get("/usage?group=provider")
                .then()
                .statusCode(200)
                .extract()
                .<List<Integer>>path("rows." + figure)
                .stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    public static final class WithServer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.arc.exclude-types",
                    "dev.caramba.testing.**",
                    "caramba.providers.local.model",
                    "base",
                    "caramba.usage.enabled",
                    "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }
    }

    public static final class Server implements QuarkusTestResourceLifecycleManager {

        private final Upstream own = Upstream.start();

        @Override
        public Map<String, String> start() {
            return Map.of("caramba.providers.local.base-url", own.baseUrl() + "/v1");
        }

        @Override
        public void inject(TestInjector injector) {
            upstream = own;
        }

        @Override
        public void stop() {
            own.close();
        }
    }
}
