package dev.caramba.function;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class GenerateQuarkusTest {

    @Inject
    ScriptedProvider provider;

    @Test
    void answers_a_prompt() {
        provider.answers(new Event.Chunk("Hel"), new Event.Chunk("lo"), ScriptedProvider.STOP);

        var body = generate("{'prompt':'Hi','system':'Be brief','model':'fast','temperature':0.10000000000000000001}")
                .statusCode(200)
                .contentType("application/json")
                .header("x-caramba-provider", "openai")
                .header("x-caramba-model", "gpt-4o-mini")
                .header("x-caramba-attempts", "1")
                .header("x-caramba-cache", "bypass")
                .header("x-request-id", matchesPattern("req_.*"))
                .extract()
                .asString();

        var json = Json.object(body).orElseThrow();
        assertEquals(true, json.remove("id").textValue().startsWith("gen_"));
        assertEquals(
                "{\"text\":\"Hello\",\"toolCalls\":[],\"finishReason\":\"stop\","
                        + "\"usage\":{\"inputTokens\":9,\"outputTokens\":3},\"provider\":\"openai\","
                        + "\"model\":\"gpt-4o-mini\",\"cached\":false,\"attempts\":[{\"provider\":\"openai\","
                        + "\"model\":\"gpt-4o-mini\",\"outcome\":\"success\",\"status\":200,\"latencyMs\":12}]}",
                Json.write(json));
        var asked = provider.lastAsked();
        assertEquals(
                List.of(new Message.System(new Content.Plain("Be brief")), new Message.User(new Content.Plain("Hi"))),
                asked.messages());
        assertEquals(false, asked.stream());
        assertEquals(
                Optional.of(new BigDecimal("0.10000000000000000001")),
                asked.sampling().temperature());
    }

    @Test
    void gives_out_tool_calls_with_their_arguments() {
        var extra = Json.object("{\"google\":{\"thought_signature\":\"s\"}}");
        provider.answers(
                new Event.ToolCall(0, new FunctionCall("1", "f", "{\"a\":1.50}", extra)),
                new Event.ToolCall(1, new FunctionCall("2", "g", "oops")),
                new Event.Done(FinishReason.OTHER, Optional.empty()));

        var body = generate("{'prompt':'Hi'}").statusCode(200).extract().asString();

        var json = Json.object(body).orElseThrow();
        assertEquals(
                "[{\"id\":\"1\",\"name\":\"f\",\"arguments\":{\"a\":1.50},"
                        + "\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}},"
                        + "{\"id\":\"2\",\"name\":\"g\",\"arguments\":\"oops\"}]",
                json.get("toolCalls").toString());
        assertEquals("other", json.get("finishReason").textValue());
        assertEquals(false, json.has("usage"));
    }

    @Test
    void a_failure_is_an_error_with_its_attempts() {
        provider.fails(
                Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(Duration.ofMillis(2100))),
                new Event.Chunk("Hel"));

        generate("{'prompt':'Hi'}")
                .statusCode(429)
                .contentType("application/json")
                .header("retry-after", "3")
                .header("x-caramba-attempts", "1")
                .body("error.code", equalTo("rate_limit_exceeded"))
                .body("error.message", equalTo("slow down"))
                .body("error.attempts[0].outcome", equalTo("rate_limited"));
    }

    @Test
    void a_wrong_field_is_named() {
        provider.answers(ScriptedProvider.STOP);

        generate("{'messages':[{'role':'user','content':[{'type':7}]}]}")
                .statusCode(400)
                .body("error.param", equalTo("messages[0].content[0].type"))
                .body("error.attempts.size()", is(0));

        assertEquals(0, provider.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "x-caramba-timeout-ms, 2500,  2500, true",
        "x-request-timeout,    2500,  2500, true",
        "x-request-timeout,    soon, 30000, false",
        "x-request-timeout,    0,    30000, false",
        "x-caramba-timeout-ms, 90000, 30000, false",
    })
    void the_callers_wait_ends_the_call(String header, String value, long millis, boolean callers) {
        provider.answers(ScriptedProvider.STOP);
        var before = Instant.now();

        given().header(header, value)
                .body("{\"prompt\":\"Hi\"}")
                .post("/generate")
                .then()
                .statusCode(200);

        var deadline = provider.lastContext().deadline();
        var wait = Duration.between(before, deadline.at()).toMillis();
        assertEquals(true, wait >= millis && wait < millis + 5000, "waits " + wait);
        assertEquals(callers, deadline.callers());
    }

    private static ValidatableResponse generate(String body) {
        return given().contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/generate")
                .then();
    }
}
