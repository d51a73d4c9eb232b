package dev.caramba.surface.messages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MessagesQuarkusTest {

    private static final String HI = "{'max_tokens':9,'messages':[{'role':'user','content':'Hi'}]}";

    @Inject
    ScriptedProvider provider;

    @Test
    void answers_with_a_message_and_the_request_id_where_these_clients_look() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);

        messages(HI)
                .statusCode(200)
                .header("request-id", equalTo("r-1"))
                .body("type", equalTo("message"))
                .body("model", equalTo("gpt-4o-mini"))
                .body("content[0].text", equalTo("Hello"))
                .body("stop_reason", equalTo("end_turn"))
                .body("usage.input_tokens", equalTo(9))
                .body("usage.output_tokens", equalTo(3));
    }

    @Test
    void passes_the_formats_own_headers_and_the_query_on_and_no_other() {
        provider.answers(ScriptedProvider.STOP);

        given().headers("anthropic-beta", "a,b", "anthropic-version", "2026-10-21", "x-app", "cli")
                .body(json(HI))
                .post("/v1/messages?beta=true")
                .then()
                .statusCode(200);

        var original = provider.lastAsked().original().orElseThrow();
        assertEquals(Map.of("anthropic-beta", "a,b", "anthropic-version", "2026-10-21"), original.headers());
        assertEquals(Optional.of("beta=true"), original.query());
    }

    @Test
    void a_stream_that_fails_behind_content_ends_in_an_error_and_closes_nothing() {
        provider.fails(
                Failure.of(FailureKind.OVERLOADED, "busy"),
                new Event.Start(Optional.empty(), Optional.empty()),
                new Event.Chunk("Hel"));

        var text = messages(HI.replace("{'max", "{'stream':true,'max"))
                .statusCode(200)
                .extract()
                .asString();

        assertEquals("error", text.substring(text.lastIndexOf("event: ") + 7).split("\n")[0]);
        assertFalse(text.contains("content_block_stop") || text.contains("message_stop"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, invalid_request_error",
        "CONTENT_FILTER, 400, invalid_request_error",
        "AUTHENTICATION, 502, api_error",
        "PERMISSION, 502, api_error",
        "QUOTA_EXHAUSTED, 429, rate_limit_error",
        "NOT_FOUND, 404, not_found_error",
        "RATE_LIMITED, 429, rate_limit_error",
        "OVERLOADED, 529, overloaded_error",
        "NO_CANDIDATE, 529, overloaded_error",
        "STOPPING, 529, overloaded_error",
        "UNAVAILABLE, 502, api_error",
        "NETWORK, 502, api_error",
        "PROTOCOL, 502, api_error",
        "TIMEOUT, 504, timeout_error"
    })
    void a_failure_has_anthropics_status_and_type(FailureKind kind, int status, String type) {
        provider.fails(Failure.of(kind, "no").withRetryAfter(Optional.of(Duration.ofSeconds(2))));

        var response = messages(HI)
                .statusCode(status)
                .contentType("application/json")
                .body("type", equalTo("error"))
                .body("error.type", equalTo(type))
                .body("error.message", containsString("no"))
                .body("request_id", equalTo("r-1"))
                .header("request-id", equalTo("r-1"))
                .extract();

        boolean useless = status == 502 || kind == FailureKind.QUOTA_EXHAUSTED;
        assertEquals(useless ? "false" : null, response.header("x-should-retry"));
        assertEquals(status == 429 || status == 529 ? "2" : null, response.header("retry-after"));
    }

    @ParameterizedTest
    @CsvSource({
        "prompt is too long: 9 tokens > 8 maximum, prompt is too long: 9 tokens > 8 maximum",
        "9 tokens are too many, prompt is too long: 9 tokens are too many",
        "input length and `max_tokens` exceed context limit: 9, input length and `max_tokens` exceed context limit: 9"
    })
    void a_prompt_that_is_too_long_is_told_in_the_words_that_clients_look_for(String told, String given) {
        provider.fails(Failure.of(FailureKind.CONTEXT_LENGTH, told));

        messages(HI).statusCode(400).body("error.message", equalTo(given));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'max_tokens':9}                                                     | messages",
                "{'max_tokens':9,'messages':[]}                                       | messages",
                "{'max_tokens':9,'messages':'Hi'}                                     | messages",
                "{'max_tokens':9,'messages':[7]}                                      | messages.0",
                "{'max_tokens':9,'messages':[{'role':'stranger','content':'Hi'}]}     | messages.0.role",
                "{'max_tokens':9,'messages':[{'role':'user'}]}                        | messages.0.content",
                "{'messages':[{'role':'user','content':'Hi'}]}                        | max_tokens",
                "{'max_tokens':'9','messages':[{'role':'user','content':'Hi'}]}       | max_tokens",
                "{'max_tokens':9,'messages':[{'role':'user','content':'Hi'}],'stream':1}      | stream",
                "{'max_tokens':9,'messages':[{'role':'user','content':'Hi'}],'system':7}      | system",
                "{'max_tokens':9,'messages':[{'role':'user','content':'Hi'}],'tools':[{}]}    | tools.0.name"
            })
    void names_the_field_that_is_wrong(String body, String field) {
        int before = provider.calls();

        messages(body)
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", containsString(field + ": "));

        assertEquals(before, provider.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/messages/nothing, application/json, 404, not_found_error",
        "GET, /v1/messages, application/json, 405, invalid_request_error",
        "POST, /v1/messages, image/png, 415, invalid_request_error",
        "GET, /v1/models/nothing, application/json, 404, not_found_error"
    })
    void errors_of_the_server_have_the_envelope_too(String method, String path, String media, int status, String type) {
        given().header("anthropic-version", "2023-06-01")
                .contentType(media)
                .request(method, path)
                .then()
                .statusCode(status)
                .body("type", equalTo("error"))
                .body("error.type", equalTo(type))
                .body("request_id", notNullValue());
    }

    @Test
    void counts_by_an_estimate_where_nobody_counts() {
        given().body(json("{'messages':[{'role':'user','content':'How long is this?'}]}"))
                .post("/v1/messages/count_tokens")
                .then()
                .statusCode(200)
                .body("input_tokens", greaterThan(4));
    }

    @Test
    void lists_models_in_the_form_of_the_client() {
        given().header("anthropic-version", "2023-06-01")
                .get("/v1/models?limit=1")
                .then()
                .statusCode(200)
                .body("data.size()", equalTo(1))
                .body("data[0].type", equalTo("model"))
                .body("has_more", equalTo(true))
                .body("last_id", equalTo("auto"));
        given().get("/v1/models").then().body("object", equalTo("list"));
    }

    @ParameterizedTest
    @CsvSource({"/", "/api/hello"})
    void answers_the_greeting(String path) {
        given().head(path).then().statusCode(200);
    }

    private static ValidatableResponse messages(String body) {
        return given().header("x-request-id", "r-1")
                .body(json(body))
                .post("/v1/messages")
                .then();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
