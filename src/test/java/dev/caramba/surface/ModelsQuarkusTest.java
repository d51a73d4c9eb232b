package dev.caramba.surface;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ModelsQuarkusTest {

    @Test
    void lists_every_name_that_can_be_asked_for() {
        given().get("/v1/models")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("object", equalTo("list"))
                .body(
                        "data.id",
                        contains("auto", "fast", "openai", "openai/gpt-4o-mini", "nvidia/nvidia/nemotron:free"))
                .body("data.object", everyItem(equalTo("model")))
                .body("data.created", everyItem(greaterThan(1_700_000_000)))
                .body("data.owned_by", contains("caramba", "caramba", "openai", "openai", "nvidia"));
    }

    @ParameterizedTest
    @CsvSource({
        "fast,                                  fast",
        "openai/gpt-4o-mini,                    openai/gpt-4o-mini",
        "openai%2Fgpt-4o-mini,                  openai/gpt-4o-mini",
        "nvidia%2fnvidia%2Fnemotron:free,       nvidia/nvidia/nemotron:free",
        "nvidia/nvidia/nemotron%3Afree,         nvidia/nvidia/nemotron:free",
    })
    void shows_one(String path, String id) {
        given().urlEncodingEnabled(false)
                .get("/v1/models/" + path)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("object", equalTo("model"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "openai%2Fgpt", "openai%252Fgpt-4o-mini", "+", "fast/", "fast%20"})
    void an_unknown_one_is_not_found(String path) {
        given().urlEncodingEnabled(false)
                .get("/v1/models/" + path)
                .then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body("error.param", equalTo("model"))
                .body("error.attempts.size()", is(0));
    }

    @Test
    void answers_head_and_options() {
        given().head("/v1/models").then().statusCode(200).body(emptyString());
        given().head("/v1/models/fast").then().statusCode(200).body(emptyString());
        given().options("/v1/models").then().statusCode(204).header("allow", "GET, HEAD, OPTIONS");
    }
}
