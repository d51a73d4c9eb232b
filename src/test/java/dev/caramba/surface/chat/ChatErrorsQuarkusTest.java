package dev.caramba.surface.chat;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChatErrorsQuarkusTest {

    private static final String HI = "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Inject
    ScriptedProvider provider;

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CANCELLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_failed_call_is_an_error_with_its_attempts(FailureKind kind) {
        provider.fails(Failure.of(kind, "upstream says no")
                .withStatus(418)
                .withRetryAfter(Optional.of(Duration.ofMillis(1200))));

        var response = chat(HI).statusCode(kind.status())
                .contentType("application/json")
                .header("x-caramba-attempts", "1")
                .header("x-request-id", not(blankOrNullString()))
                .body("error.message", equalTo("upstream says no"))
                .body("error.type", equalTo(kind.type()))
                .body("error.code", equalTo(kind.code()))
                .body("error.attempts.size()", is(1))
                .body("error.attempts[0].outcome", equalTo(kind.wireName()))
                .body("error.attempts[0].status", is(418))
                .body("error.attempts[0].latencyMs", is(7))
                .extract();

        boolean told = kind.status() == 429 || kind.status() == 503;
        assertEquals(told ? "2" : null, response.header("retry-after"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stream':false,'stream_options':{'include_usage':true}|stream_options",
                "'stream_options':{}|stream_options",
                "'stream':'yes'|stream",
                "'stream':true,'stream_options':7|stream_options",
                "'stream':true,'stream_options':{'include_usage':1}|stream_options.include_usage",
                "'stream':true,'temperature':'hot'|temperature",
            })
    void refuses_what_is_wrong_before_asking(String fields) {
        provider.answers(ScriptedProvider.STOP);
        var body = "{'messages':[{'role':'user','content':'Hi'}]," + fields.split("\\|")[0] + "}";

        chat(body.replace('\'', '"'))
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo(fields.split("\\|")[1]))
                .body("error.attempts", empty());

        assertEquals(0, provider.calls());
    }

    @Test
    void says_which_methods_there_are() {
        given().options("/v1/chat/completions").then().statusCode(204).header("allow", "POST, OPTIONS");
        given().get("/v1/chat/completions").then().statusCode(405).header("allow", "POST");
        given().head("/v1/chat/completions").then().statusCode(405);
    }

    private static ValidatableResponse chat(String body) {
        return given().contentType("application/json")
                .accept("application/json")
                .body(body)
                .post("/v1/chat/completions")
                .then();
    }
}
