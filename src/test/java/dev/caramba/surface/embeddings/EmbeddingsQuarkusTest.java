package dev.caramba.surface.embeddings;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.WireFormat;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EmbeddingsQuarkusTest {

    private static final Event VECTORS = new Event.Vectors(
            List.of(EmbeddingVector.floats("[0.50,-0.25]", 2), EmbeddingVector.base64("AAAAPgAAQD8=")));
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(6, 0)));
    private static final String REST = ",\"model\":\"gpt-4o-mini\",\"usage\":{\"prompt_tokens\":6,\"total_tokens\":6}}";

    @Inject
    ScriptedProvider provider;

    @Test
    void answers_with_numbers_as_they_were_written() {
        provider.answers(VECTORS, DONE);

        var body = post("{\"model\":\"fast\",\"input\":[\"a\",\"b\"],\"stream\":true}")
                .statusCode(200)
                .contentType("application/json")
                .header("x-caramba-provider", "openai")
                .header("x-caramba-model", "gpt-4o-mini")
                .header("x-caramba-attempts", "1")
                .extract()
                .asString();

        assertEquals(
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.50,-0.25]},"
                        + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[0.125,0.75]}]" + REST,
                body);
        assertEquals(2, provider.lastAsked().embedding().orElseThrow().inputs().size());
        assertEquals(List.of(), provider.lastAsked().messages());
    }

    @Test
    void answers_with_base64_where_it_was_asked_for() {
        provider.answers(VECTORS, DONE);

        var body = post("{\"model\":\"fast\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\"}")
                .statusCode(200)
                .extract()
                .asString();

        assertEquals(
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":\"AAAAPwAAgL4=\"},"
                        + "{\"object\":\"embedding\",\"index\":1,\"embedding\":\"AAAAPgAAQD8=\"}]" + REST,
                body);
    }

    @Test
    void answers_with_all_that_a_provider_of_this_form_says() {
        var told = "{\"id\":\"e\",\"data\":[{\"x\":{\"y\":[7]},\"embedding\":null,\"index\":5},{\"embedding\":null}],"
                + "\"model\":\"snapshot\",\"usage\":{\"total_tokens\":6,\"cost\":0.10,\"completion_tokens\":0}}";
        var original = new Original(WireFormat.EMBEDDINGS, Json.object(told).orElseThrow());
        provider.answers(((Event.Vectors) VECTORS).from(Optional.of(original)), DONE);

        for (int time = 0; time < 2; time++) {
            assertEquals(
                    "{\"id\":\"e\",\"data\":[{\"x\":{\"y\":[7]},\"embedding\":[0.50,-0.25],\"index\":0,\"object\":\"embedding\"},"
                            + "{\"embedding\":[0.125,0.75],\"object\":\"embedding\",\"index\":1}],\"model\":\"snapshot\","
                            + "\"usage\":{\"total_tokens\":6,\"cost\":0.10,\"prompt_tokens\":6},\"object\":\"list\"}",
                    post("{\"model\":\"fast\",\"input\":[\"a\",\"b\"]}")
                            .statusCode(200)
                            .extract()
                            .asString());
        }
    }

    @Test
    void usage_is_there_where_the_provider_told_none() {
        provider.answers(VECTORS, new Event.Done(FinishReason.STOP, Optional.empty()));

        post("{\"model\":\"fast\",\"input\":\"a\"}")
                .body("usage.prompt_tokens", equalTo(0))
                .body("usage.total_tokens", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model':'fast'} | input",
                "{'input':'a'} | model",
                "{'model':'auto','input':'a'} | model",
                "{'model':'fast','input':'a','encoding_format':'hex'} | encoding_format",
                "{'model':'fast','input':'a','dimensions':'3'} | dimensions"
            })
    void a_wrong_value_is_named_by_its_field(String body, String param) {
        post(body.replace('\'', '"'))
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo(param));
    }

    @Test
    void a_failure_is_an_error_of_openais_form() {
        provider.fails(Failure.of(FailureKind.CONTEXT_LENGTH, "too long").withStatus(400));

        post("{\"model\":\"fast\",\"input\":\"a\"}")
                .statusCode(400)
                .body("error.code", equalTo("context_length_exceeded"))
                .body("error.attempts[0].outcome", equalTo("context_length"));
    }

    @Test
    void a_request_with_a_key_is_made_once() {
        provider.answers(VECTORS, DONE);
        var key = UUID.randomUUID().toString();
        var asked = "{\"model\":\"fast\",\"input\":[\"a\",\"b\"]}";

        var first = keyed(key, asked).extract().asString();
        var second =
                keyed(key, asked).header("x-caramba-attempts", "1").extract().asString();

        assertEquals(first, second);
        assertEquals(1, provider.calls());
        keyed(key, asked.replace("b", "c")).statusCode(422);
    }

    @Test
    void other_methods_are_refused() {
        given().get("/v1/embeddings").then().statusCode(405).header("allow", equalTo("POST"));
    }

    /** They are asked for by {@code <provider>} alone, but nobody takes them for models that answer. */
    @Test
    void default_models_for_vectors_are_not_listed() {
        given().get("/v1/models").then().statusCode(200).body("data.id", not(hasItem("text-embedding-3-small")));
    }

    private static ValidatableResponse keyed(String key, String body) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/embeddings")
                .then();
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/embeddings")
                .then();
    }
}
