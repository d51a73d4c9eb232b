package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FunctionQuirksQuarkusTest {

    @Inject
    ScriptedProvider provider;

    @BeforeEach
    void answer() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
    }

    /** Methods, paths, content types and bodies that the function binding answers with its own pages, or a 500. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /generate         | application/json | ''                      | 400",
                "POST | /generate         | application/json | '{\"prompt\":'          | 400",
                "POST | /generate         | application/json | '{\"prompt\":\"a\"} x'  | 400",
                "POST | /generate         | application/json | 'hello'                 | 400",
                "POST | /generate         | application/json | '[]'                    | 400",
                "POST | /generate         | application/json | 'null'                  | 400",
                "POST | /generate         | application/json | '\"text\"'              | 400",
                "POST | /generate         | application/json | '{}'                    | 400",
                "POST | /generate         | application/xml  | '<a/>'                  | 415",
                "POST | /generate         | multipart/form-data;boundary=x | '--x--'    | 415",
                "POST | /generate         | application/cloudevents-batch+json | '[]'  | 415",
                "PUT  | /generate         | application/json | '{\"prompt\":\"a\"}'    | 405",
                "DELETE | /generate       | application/json | ''                      | 405",
                "GET  | /generate         | application/json | ''                      | 405",
                "GET  | /generate?prompt=a | application/json | ''                     | 405",
                "PATCH | /generate        | application/json | '{}'                    | 405",
                "DELETE | /providers      | application/json | ''                      | 405",
                "POST | /missing          | application/json | '{}'                    | 404",
                "GET  | /missing          | application/json | ''                      | 404",
                "GET  | /                 | application/json | ''                      | 404",
                "POST | /                 | application/json | '{\"prompt\":\"a\"}'    | 404",
                "PUT  | /                 | application/json | '{}'                    | 404",
                "POST | /generate/        | application/json | '{\"prompt\":\"a\"}'    | 404",
                "POST | /generate;a=b     | application/json | '{\"prompt\":\"a\"}'    | 404",
                "POST | /%67enerate       | application/json | '{\"prompt\":\"a\"}'    | 404",
                "POST | /generate/x       | application/json | '{\"prompt\":\"a\"}'    | 404",
                "POST | /v1/chat/completions | application/json | ''                   | 400",
                "POST | /v1/chat/completions | application/json | '{'                  | 400",
                "POST | /v1/chat/completions | application/json | '[1]'                | 400",
                "POST | /v1/chat/completions | image/png        | 'x'                  | 415",
                "GET  | /v1/chat/completions | application/json | ''                   | 405",
                "DELETE | /v1/models      | application/json | ''                      | 405",
                "POST | /v1/models/openai | application/json | '{}'                    | 405",
                "GET  | /v1/models/nobody | application/json | ''                      | 404",
                "GET  | /v1               | application/json | ''                      | 404",
                "GET  | /v1/              | application/json | ''                      | 404",
                "POST | /v1/embeddings    | application/json | '{}'                    | 400",
                "GET  | /v1/embeddings    | application/json | ''                      | 405",
                "POST | /v1/embeddings/x  | application/json | '{}'                    | 404",
                "POST | /v1/chat/completions/x | application/json | '{}'               | 404",
                "GET  | /q/nothing        | application/json | ''                      | 404",
                "POST | /providers        | application/json | '{}'                    | 405",
            })
    void answers_with_an_envelope(String method, String path, String type, String body, int status) {
        var response = request(type, body).request(method.strip(), path.strip()).then();

        envelope(response, status);
    }

    /** OpenAI's clients take any other 404 for a missing model. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST    | /v1/moderations          | application/json    | '{}'",
                "GET     | /v1/files                | ''                  | ''",
                "DELETE  | /v1/files/1              | ''                  | ''",
                "PUT     | /v1/anything             | text/csv            | 'a,b'",
                "PATCH   | /v1/anything             | application/json    | '{}'",
                "OPTIONS | /v1/anything             | ''                  | ''",
                "POST    | /v1/audio/transcriptions | multipart/form-data | 'x'",
                "POST    | /v1/images/edits         | image/png           | 'x'",
                "POST    | /v1/chat/completions/x   | application/json    | '{'",
                "POST    | /v1/chat                 | application/json    | '{}'",
                "GET     | /v1                      | ''                  | ''",
                "GET     | /v1/                     | ''                  | ''"
            })
    void a_path_below_v1_that_nobody_serves_is_an_unknown_url(String method, String path, String type, String body) {
        var response = request(type, body).request(method.strip(), path.strip()).then();

        response.statusCode(404)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("unknown_url"))
                .body(
                        "error.message",
                        startsWith("Unknown request URL: " + method.strip() + " " + path.strip() + ". "));
    }

    @Test
    void the_url_of_a_path_that_is_served_is_not_unknown() {
        given().get("/v1/models/").then().statusCode(200);
        given().get("/v1/models/nobody").then().body("error.code", equalTo("model_not_found"));
        given().get("/v1/chat/completions").then().statusCode(405);
        given().get("/missing").then().body("error.code", equalTo("not_found"));
    }

    /** Quarkus checks the path and Vert.x the request line before any handler of ours; neither lets itself be told what to say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1",
                "GET /generate% HTTP/1.1",
                "GET /v1/models/%f HTTP/1.1",
                "what is this",
            })
    void what_is_no_request_at_all_is_refused_by_the_server_itself(String line) {
        try (var client = new RawHttp(RestAssured.port)) {
            client.send(line + "\r\nHost: localhost\r\n\r\n");

            var head = client.readUntil("\r\n\r\n");

            assertTrue(head.matches("HTTP/1.[01] 400 .*(?s:.*)"), head);
            assertTrue(head.contains("content-length: 0\r\n"), head);
        }
    }

    private static RequestSpecification request(String type, String body) {
        var request = given().urlEncodingEnabled(false)
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)));
        return body.isEmpty() ? request : request.header("content-type", type).body(body.getBytes());
    }

    private static void envelope(ValidatableResponse response, int status) {
        response.statusCode(status)
                .contentType("application/json")
                .header("x-request-id", notNullValue())
                .body("error.message", notNullValue())
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.attempts.size()", is(0));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/x-www-form-urlencoded",
        "text/plain; charset=UTF-8",
        "application/octet-stream",
        "application/vnd.api+json",
    })
    void understands_json_under_many_names(String type) throws Exception {
        var response = post("/generate", type, "{\"prompt\":\"" + "Hi ".repeat(5000) + "\"}");

        assertEquals(200, response.statusCode(), response.body());
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .header("content-type", type)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }
}
