package dev.caramba.http;

import static dev.caramba.http.EventRequests.STRUCTURED;
import static dev.caramba.http.EventRequests.binary;
import static dev.caramba.http.EventRequests.structured;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventsQuarkusTest {

    private static final String EVENT = "{'specversion':'1.0','id':'1','source':'/s','type':'caramba.generate',"
            + "'datacontenttype':'application/json','data':{'prompt':'Hi'}}";

    @Inject
    ScriptedProvider provider;

    @BeforeEach
    void answer() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/generate", "/providers", "/anywhere/else", "/v1/chat/completions", "/v1/x", "/q/health"})
    void a_binary_event_is_answered_with_one_at_any_path(String path) {
        binary("caramba.generate")
                .body("{\"prompt\":\"Hi\"}")
                .post(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("ce-type", "caramba.generated")
                .header("ce-source", "caramba")
                .header("ce-specversion", "1.0")
                .header("ce-id", notNullValue())
                .header("x-caramba-provider", "openai")
                .body("text", equalTo("Hello"))
                .body("attempts.size()", is(1));

        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'application/json; charset=utf-8'",
                "'Application/JSON'",
                "'application/vnd.example+json'",
                "null"
            })
    void the_data_of_a_structured_event_is_json_under_many_names(String type) {
        structured(EVENT.replace("'application/json'", type), "/")
                .statusCode(200)
                .body("data.text", equalTo("Hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/generate", "/anywhere/else", "/v1/chat/completions"})
    void a_structured_event_is_answered_with_one_at_any_path(String path) {
        structured(EVENT, path)
                .statusCode(200)
                .contentType(STRUCTURED)
                .header("x-caramba-provider", "openai")
                .body("specversion", equalTo("1.0"))
                .body("id", notNullValue())
                .body("source", equalTo("caramba"))
                .body("type", equalTo("caramba.generated"))
                .body("datacontenttype", equalTo("application/json"))
                .body("data.text", equalTo("Hello"));

        assertEquals(1, provider.calls());
    }

    @Test
    void data_is_json_unless_it_is_said_to_be_something_else() {
        structured(EVENT.replace("'datacontenttype':'application/json',", ""), "/")
                .statusCode(200)
                .body("data.text", equalTo("Hello"));
        structured(EVENT.replace("application/json", "application/json; charset=utf-8"), "/")
                .statusCode(200)
                .body("data.text", equalTo("Hello"));
        structured(EVENT.replace("application/json", "application/xml"), "/")
                .statusCode(415)
                .body("error.param", equalTo("datacontenttype"));
    }

    @Test
    void optional_attributes_are_taken_as_they_are() {
        structured(EVENT.replace("'id'", "'subject':'x','time':'never','dataschema':'::','ext':7,'id'"), "/")
                .statusCode(200);
        binary("caramba.generate")
                .header("ce-time", "never")
                .header("ce-dataschema", "::")
                .header("ce-subject", "x")
                .body("{\"prompt\":\"Hi\"}")
                .post("/")
                .then()
                .statusCode(200);
    }

    @Test
    void an_event_without_a_content_type_is_understood() {
        try (var client = new RawHttp(RestAssured.port)) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\nce-id: 1\r\nce-source: /s\r\n"
                    + "ce-specversion: 1.0\r\nce-type: caramba.generate\r\n\r\n{\"prompt\":\"Hi\"}");
            assertTrue(client.readUntil("\"text\":\"Hello\"").startsWith("HTTP/1.1 200 "));
        }
    }
}
