package dev.caramba.http;

import static dev.caramba.http.EventRequests.asText;
import static dev.caramba.http.EventRequests.binary;
import static dev.caramba.http.EventRequests.structured;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are not whole, of another kind, or whose call fails. */
@QuarkusTest
class EventFaultsQuarkusTest {

    private static final String EVENT = "{'specversion':'1.0','id':'1','source':'/s','type':'caramba.generate',"
            + "'datacontenttype':'application/json','data':{'prompt':'Hi'}}";

    @Inject
    ScriptedProvider provider;

    @BeforeEach
    void answer() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
    }

    @Test
    void an_unknown_type_is_told_the_known_ones() {
        binary("com.example.x")
                .body("{}")
                .post("/")
                .then()
                .statusCode(404)
                .body("error.message", containsString("caramba.generate"))
                .body("error.param", equalTo("ce-type"));
        structured(EVENT.replace("caramba.generate", "generate"), "/")
                .statusCode(404)
                .body("error.message", containsString("caramba.generate"))
                .body("error.param", equalTo("type"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{                                                         | 400 |",
                "[]                                                        | 400 |",
                "''                                                        | 400 |",
                "{}                                                        | 400 | id",
                "{'id':'1'}                                                | 400 | source",
                "{'id':7,'source':'s','specversion':'1.0','type':'t'}      | 400 | id",
                "{'id':'1','source':'s','type':'caramba.generate'}         | 400 | specversion",
                "{'id':'1','source':'s','specversion':'1.0'}               | 400 | type",
                "{'id':'1','source':'s','specversion':'9','type':'caramba.generate','data':{'prompt':'a'}} | 400 | specversion",
                "{'id':'1','source':'s','specversion':'x','type':'caramba.generate','data':{'prompt':'a'}} | 400 | specversion",
                "{'id':'1','source':'s','specversion':'1.0','type':'caramba.generate'}             | 400 | data",
                "{'id':'1','source':'s','specversion':'1.0','type':'caramba.generate','data':null} | 400 | data",
                "{'id':'1','source':'s','specversion':'1.0','type':'caramba.generate','data':'Hi'} | 400 | data",
                "{'id':'1','source':'s','specversion':'1.0','type':'caramba.generate','data':[1]}  | 400 | data",
                "{'id':'1','source':'s','specversion':'1.0','type':'caramba.generate','data_base64':'e30='} | 400 | data",
                "{'id':'1','source':'s','specversion':'1.0','type':'caramba.generate','datacontenttype':7,'data':{}} | 400 | datacontenttype",
            })
    void a_structured_event_that_is_not_whole_is_refused(String event, int status, String param) {
        structured(event, "/")
                .statusCode(status)
                .contentType("application/json")
                .body("error.param", equalTo(param))
                .body("error.attempts.size()", is(0));
    }

    @ParameterizedTest
    @CsvSource({"ce-id", "ce-source", "ce-specversion", "ce-type"})
    void a_binary_event_without_an_attribute_is_refused(String missing) {
        var request = given().contentType("application/json");
        for (var name : new String[] {"ce-id", "ce-source", "ce-specversion", "ce-type"}) {
            if (!name.equals(missing)) {
                request.header(name, name.equals("ce-type") ? "caramba.generate" : "1.0");
            }
        }

        request.body("{\"prompt\":\"Hi\"}").post("/").then().statusCode(400).body("error.param", equalTo(missing));
    }

    @ParameterizedTest
    @CsvSource({"x", "9", "1.x", "''"})
    void a_binary_event_of_another_version_is_refused(String version) {
        given().headers("ce-id", "1", "ce-source", "s", "ce-specversion", version, "ce-type", "caramba.generate")
                .contentType("application/json")
                .body("{\"prompt\":\"Hi\"}")
                .post("/")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("ce-specversion"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "\"Hi\"", "{", "null"})
    void a_binary_event_whose_data_is_no_object_is_refused(String data) {
        binary("caramba.generate").body(data).post("/").then().statusCode(400).body("error.type", notNullValue());
    }

    @Test
    void batches_are_not_supported() {
        given().config(asText("application/cloudevents-batch+json"))
                .contentType("application/cloudevents-batch+json")
                .body("[" + EVENT.replace('\'', '"') + "]")
                .post("/")
                .then()
                .statusCode(415)
                .body("error.message", containsString("one event per request"));
    }

    @Test
    void a_failed_call_is_an_error() {
        provider.fails(Failure.of(FailureKind.OVERLOADED, "busy"));

        binary("caramba.generate")
                .body("{\"prompt\":\"Hi\"}")
                .post("/")
                .then()
                .statusCode(503)
                .body("error.code", equalTo("overloaded"))
                .body("error.attempts.size()", is(1));
        structured(EVENT, "/").statusCode(503).body("error.attempts.size()", is(1));
    }
}
