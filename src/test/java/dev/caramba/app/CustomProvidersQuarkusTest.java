package dev.caramba.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's provider ({@link Parrot}) and an operator's dialect ({@link Telex}) at work. */
@QuarkusTest
@TestProfile(CustomProvidersQuarkusTest.WithBeans.class)
class CustomProvidersQuarkusTest {

    @ParameterizedTest
    @CsvSource({"parrot, small, small says Hello", "telex, m, HELLO TO YOU"})
    void answer_the_function(String provider, String model, String text) {
        post("/generate", "{'model':'%s','prompt':'Hello'}".formatted(provider))
                .statusCode(200)
                .header("x-caramba-provider", provider)
                .header("x-caramba-model", model)
                .body("text", equalTo(text))
                .body("provider", equalTo(provider))
                .body("finishReason", equalTo("stop"));
    }

    @ParameterizedTest
    @CsvSource({"parrot, small says Hello", "telex, HELLO TO YOU"})
    void answer_a_completion(String provider, String text) {
        post(
                        "/v1/chat/completions",
                        "{'model':'%s','messages':[{'role':'user','content':'Hello'}]}".formatted(provider))
                .statusCode(200)
                .header("x-caramba-provider", provider)
                .body("choices[0].message.content", equalTo(text))
                .body("choices[0].finish_reason", equalTo("stop"));
    }

    @ParameterizedTest
    @CsvSource({"parrot, ' says '", "telex, ' TO '"})
    void answer_a_stream_piece_by_piece(String provider, String piece) {
        post(
                        "/v1/chat/completions",
                        "{'model':'%s','stream':true,'messages':[{'role':'user','content':'Hello'}]}"
                                .formatted(provider))
                .statusCode(200)
                .header("x-caramba-provider", provider)
                .body(containsString("\"content\":\"" + piece + "\""))
                .body(endsWith("data: [DONE]\n\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "parrot/small, telex/m,      wait,   rate_limited, WAIT TO YOU",
        "telex/m,      parrot/small, engaged, overloaded,  small says engaged",
        "parrot/small, telex/m,      broken, protocol,     BROKEN TO YOU",
        "parrot/small, telex/m,      silent, network,      SILENT TO YOU",
        "telex/m,      parrot/small, garbled, protocol,    small says garbled",
    })
    void make_up_for_each_other(String first, String second, String prompt, String outcome, String text) {
        post("/generate", "{'model':'%s','fallbacks':['%s'],'prompt':'%s'}".formatted(first, second, prompt))
                .statusCode(200)
                .header("x-caramba-provider", second.split("/")[0])
                .body("text", equalTo(text))
                .body("attempts[0].provider", equalTo(first.split("/")[0]))
                .body("attempts[0].outcome", equalTo(outcome))
                .body("attempts[-1].outcome", equalTo("success"));
    }

    @Test
    void a_dialect_tells_what_it_leaves_out() {
        post("/generate", "{'model':'telex','prompt':'Hello','seed':7}")
                .statusCode(200)
                .header("x-caramba-dropped-params", "seed");
        post("/generate", "{'model':'telex','prompt':'Hello','seed':7,'strictParams':true}")
                .statusCode(400)
                .body("error.param", equalTo("seed"));
    }

    @Test
    void a_stream_that_breaks_off_is_an_error() {
        post("/v1/chat/completions", "{'model':'telex/m','stream':true,'messages':[{'role':'user','content':'cut'}]}")
                .statusCode(200)
                .body(containsString("\"error\":{"))
                .body(containsString("\"code\":\"network\""));
    }

    @Test
    void are_listed_like_the_others() {
        given().get("/v1/models").then().body("data.id", hasItems("parrot", "parrot/small", "telex", "telex/m"));
        given().get("/providers").then().body("providers.provider", equalTo(List.of("parrot", "telex")));
    }

    private static ValidatableResponse post(String path, String json) {
        return given().contentType("application/json")
                .body(json.replace('\'', '"'))
                .post(path)
                .then();
    }

    /** Switches the beans on, and starts the exchange that telexes go to. */
    public static final class WithBeans implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var config = new HashMap<String, String>();
            config.put("test.custom-beans", "true");
            config.put("quarkus.arc.exclude-types", "dev.caramba.testing.**");
            config.put("caramba.access.open", "true");
            config.put("caramba.providers.parrot.model", "small");
            config.put("caramba.providers.telex.type", "telex");
            config.put("caramba.providers.telex.model", "m");
            config.put("caramba.providers.telex.api-key", "answerback");
            config.put("caramba.balancer.cooldown", "1ms");
            config.put("caramba.balancer.max-cooldown", "1ms");
            return config;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TelexExchange.class));
        }
    }
}
