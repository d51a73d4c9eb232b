package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.testing.LocalhostCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers behind TLS: HTTP/2 where they offer it, and nobody whose certificate is not trusted. */
class TlsIT {

    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();

    private LocalhostCertificate certificate;

    @BeforeEach
    void certificate() throws Exception {
        certificate = LocalhostCertificate.create(Path.of("target/tls/localhost.p12"));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void speaks_http_2_where_it_is_offered() throws Exception {
        try (var caramba = CarambaProcess.start(
                provider(server(true)), certificate.trusting().toArray(String[]::new))) {
            var response = caramba.post("/generate", "{\"prompt\":\"Hi\"}");
            assertEquals(200, response.statusCode(), response::body);
            assertEquals(HttpVersion.HTTP_2, versions.peek());
        }
    }

    @Test
    void speaks_http_1_where_nothing_else_is_offered() throws Exception {
        try (var caramba = CarambaProcess.start(
                provider(server(false)), certificate.trusting().toArray(String[]::new))) {
            var response = caramba.post("/generate", "{\"prompt\":\"Hi\"}");
            assertEquals(200, response.statusCode(), response::body);
            assertEquals(HttpVersion.HTTP_1_1, versions.peek());
        }
    }

    @Test
    void tells_nothing_to_a_server_that_is_not_trusted() throws Exception {
        try (var caramba = CarambaProcess.start(provider(server(true)))) {
            var response = caramba.post("/generate", "{\"prompt\":\"Hi\",\"timeoutMs\":30000}");
            var error = Json.object(response.body()).orElseThrow().path("error");
            assertEquals(502, response.statusCode(), response::body);
            assertEquals("network", error.path("code").asText());
            assertTrue(versions.isEmpty());
        }
    }

    private static Map<String, String> provider(int port) {
        return Map.of(
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_PROVIDERS_OPENAI_API_KEY", "key",
                // both sides shake hands for the first time, on a machine that may be busy
                "CARAMBA_PROVIDERS_OPENAI_CONNECT_TIMEOUT", "30s",
                "CARAMBA_PROVIDERS_OPENAI_BASE_URL", "https://localhost:" + port + "/v1");
    }

    private int server(boolean http2) {
        var options = new HttpServerOptions().setSsl(true).setUseAlpn(http2).setKeyCertOptions(certificate.key());
        return vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void answer(HttpServerRequest request) {
        versions.add(request.version());
        var body = Json.object().put("id", "c").put("model", "m");
        var choice = body.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", "Hello.");
        request.response().putHeader("content-type", "application/json").end(body.toString());
    }
}
