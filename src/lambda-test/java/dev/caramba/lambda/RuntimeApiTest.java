package dev.caramba.lambda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeApiTest {

    private static final Served INVOCATION = new Served("8476a536", Optional.empty());
    private static final byte[] ANSWER = "{\"text\":\"caf\u00e9\"}".getBytes(StandardCharsets.UTF_8);

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private RuntimeApi api;
    private Map<String, String> headers = Map.of();
    private int status = 202;

    private record Asked(String method, String path, Headers headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        api = new RuntimeApi("127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_invocation_has_its_id_its_end_and_its_event() throws IOException {
        status = 200;
        headers = Map.of("Lambda-Runtime-Aws-Request-Id", "8476a536", "Lambda-Runtime-Deadline-Ms", "1796083200123");

        var next = api.next();

        assertEquals(new Served("8476a536", Optional.of(Instant.parse("2026-12-01T00:00:00.123Z"))), next.invocation());
        assertArrayEquals(ANSWER, next.event());
        assertEquals("GET /2018-06-01/runtime/invocation/next", asked(0));
    }

    @Test
    void an_invocation_that_tells_no_end_has_none() throws IOException {
        status = 200;
        headers = Map.of("Lambda-Runtime-Aws-Request-Id", "8476a536");

        assertEquals(INVOCATION, api.next().invocation());
    }

    @Test
    void an_invocation_without_an_id_is_none() {
        status = 200;

        assertThrows(IOException.class, api::next);
    }

    @Test
    void sends_an_answer_as_it_is() throws IOException {
        api.answer(INVOCATION, ANSWER);

        assertEquals("POST /2018-06-01/runtime/invocation/8476a536/response", asked(0));
        assertEquals(new String(ANSWER, StandardCharsets.UTF_8), asked.get(0).body());
        assertEquals("application/json", asked.get(0).headers().getFirst("content-type"));
    }

    @Test
    void reports_a_failure_as_the_java_runtime_does() throws IOException {
        api.fail(INVOCATION, new PermanentException(HttpError.refusal(400, "invalid_request", "no")));

        assertEquals("POST /2018-06-01/runtime/invocation/8476a536/error", asked(0));
        var type = "dev.caramba.lambda.PermanentException";
        assertEquals(type, asked.get(0).headers().getFirst("Lambda-Runtime-Function-Error-Type"));
        var error = Json.object(asked.get(0).body()).orElseThrow();
        assertEquals(type, error.path("errorType").asText());
        assertEquals(
                400,
                Json.object(error.path("errorMessage").asText())
                        .orElseThrow()
                        .path("status")
                        .asInt());
        assertEquals("[]", error.path("stackTrace").toString());
    }

    @Test
    void reports_that_the_instance_cannot_start() throws IOException {
        api.failStart(StartException.of(new IllegalStateException("outer", new IllegalStateException("why"))));

        assertEquals("POST /2018-06-01/runtime/init/error", asked(0));
        assertEquals(
                "why",
                Json.object(asked.get(0).body())
                        .orElseThrow()
                        .path("errorMessage")
                        .asText());
    }

    /** Lambda has told the caller by itself: 413 is an answer that is too large, 400 one of an invocation that is over. */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413})
    void goes_on_where_lambda_refuses_an_answer(int refusal) throws IOException {
        status = refusal;

        api.answer(INVOCATION, ANSWER);
        api.answer(INVOCATION, ANSWER);

        assertEquals(2, asked.size());
    }

    @Test
    void does_not_go_on_where_lambda_has_no_use_for_the_instance() {
        status = 500;

        assertThrows(IOException.class, () -> api.answer(INVOCATION, ANSWER));
        assertThrows(IOException.class, api::next);
    }

    private String asked(int turn) {
        return asked.get(turn).method() + " " + asked.get(turn).path();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    body));
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }
}
