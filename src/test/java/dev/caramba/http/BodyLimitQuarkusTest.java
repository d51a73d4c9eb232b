package dev.caramba.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BodyLimitQuarkusTest {

    private static final int LIMIT = 32 * 1024 * 1024;

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    @BeforeEach
    void answer() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
    }

    @ParameterizedTest
    @CsvSource({
        "/generate, true", "/generate, false",
        "/v1/chat/completions, true", "/v1/chat/completions, false",
        "/, true", "/, false",
        "/missing, true", "/missing, false",
    })
    void a_body_over_the_limit_is_refused(String path, boolean lengthTold) throws Exception {
        var response = send(path, publisher(body(LIMIT + 1), lengthTold));

        assertEquals(413, response.statusCode());
        var error = Json.object(response.body()).orElseThrow().get("error");
        assertEquals("request_too_large", error.get("code").textValue());
        assertEquals(0, error.get("attempts").size());
        assertEquals(0, provider.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "/generate, true", "/generate, false",
        "/v1/chat/completions, true", "/v1/chat/completions, false",
    })
    void a_body_at_the_limit_is_served(String path, boolean lengthTold) throws Exception {
        var response = send(path, publisher(body(LIMIT), lengthTold));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(1, provider.calls());
    }

    @Test
    void the_connection_serves_the_next_request_after_a_refused_body() {
        try (var client = new RawHttp(server.getPort())) {
            client.post("/generate", body(LIMIT + 1));
            assertTrue(client.readUntil("\"attempts\":[]}}").startsWith("HTTP/1.1 413 "));

            client.post("/generate", "{\"prompt\":\"Hi\"}");
            assertTrue(client.readUntil("\"text\":\"Hello\"").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void a_client_that_asks_first_is_answered_first() {
        try (var client = new RawHttp(server.getPort())) {
            client.send(
                    "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\nExpect: 100-continue\r\n\r\n");
            client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("{\"prompt\":\"Hi\"}");
            client.readUntil("\"text\":\"Hello\"");
        }
        try (var client = new RawHttp(server.getPort())) {
            client.send("POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n"
                    + "Expect: 100-continue\r\n\r\n");
            assertTrue(client.readUntil("\"attempts\":[]}}").startsWith("HTTP/1.1 413 "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/models/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/models/%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /providers?a=%zz HTTP/1.1\r\nHost: localhost\r\nX: y\r\n\r\n",
                "POST /generate?a=%zz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "FOO /generate HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET http://localhost/v1/x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET //generate HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /../generate HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n\u0000\u0000\u0000{",
                "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/chat/completions HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}",
            })
    void no_input_is_an_error_of_the_server(String request) {
        try (var client = new RawHttp(server.getPort()).send(request)) {
            var status = client.readUntil("\r\n").split(" ")[1];
            assertTrue(status.startsWith("4") || status.equals("200"), status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "7b2270726f6d7074223a22ff227d", "0000007b", "fffe7b007d00", "00"})
    void a_body_that_is_no_utf8_text_is_refused(String hex) throws Exception {
        var bytes = HexFormat.of().parseHex(hex);

        assertEquals(400, send("/generate", BodyPublishers.ofByteArray(bytes)).statusCode());
        assertEquals(
                400,
                send("/v1/chat/completions", BodyPublishers.ofByteArray(bytes)).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF{\"prompt\":\"Hi\"}", " \n{\"prompt\":\"Hi\"}\n "})
    void a_byte_order_mark_and_white_space_are_no_matter(String body) throws Exception {
        assertEquals(200, send("/generate", BodyPublishers.ofString(body)).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"Hi\",\"temperature\":1e999999999999}",
                "{\"prompt\":\"Hi\",\"temperature\":1e99999999}",
                "{\"prompt\":\"Hi\",\"timeoutMs\":1e99999999}",
                "{\"prompt\":\"Hi\",\"timeoutMs\":1e-99999999}",
                "{\"prompt\":\"Hi\",\"maxTokens\":1e99999999}",
                "{\"prompt\":\"Hi\",\"x\":NaN}",
                "{\"prompt\":\"\\ud800\"}",
            })
    void a_number_of_any_size_is_no_error_of_the_server(String body) throws Exception {
        var status = send("/generate", BodyPublishers.ofString(body)).statusCode();

        assertTrue(status == 200 || status == 400, "was " + status);
    }

    @Test
    void a_body_that_is_nested_too_deep_is_refused() throws Exception {
        var body = "{\"prompt\":\"Hi\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertEquals(400, send("/generate", BodyPublishers.ofString(body)).statusCode());
    }

    /** A body of this many bytes that both surfaces take. */
    private static String body(int size) {
        var head = "{\"messages\":[{\"role\":\"user\",\"content\":\"";
        var tail = "\"}]}";
        return head + "x".repeat(size - head.length() - tail.length()) + tail;
    }

    private static BodyPublisher publisher(String body, boolean lengthTold) {
        return lengthTold
                ? BodyPublishers.ofString(body)
                : BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)));
    }

    private HttpResponse<String> send(String path, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path))
                .header("content-type", "application/json")
                .POST(body)
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString());
    }
}
