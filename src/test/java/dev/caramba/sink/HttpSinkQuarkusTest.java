package dev.caramba.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.batch.ResultEvent;
import dev.caramba.format.Json;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.testing.LocalhostCertificate;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.WireSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HttpSinkQuarkusTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    Vertx vertx;

    private final Upstream upstream = Upstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void a_sink_takes_an_event_with_any_2xx(int status) {
        upstream.always(Script.empty(status));

        send(event("1", "/s", ""), LIMIT);

        assertEquals("{\"text\":\"Hello\"}", upstream.requests().get(0).text());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 429, 500, 503})
    void everything_else_is_a_failure(int status) {
        upstream.always(Script.empty(status));

        assertThrows(IllegalStateException.class, () -> send(event("1", "/s", ""), LIMIT));
    }

    @Test
    void a_sink_that_does_not_answer_is_given_up() {
        upstream.always(Script.never());

        assertThrows(IllegalStateException.class, () -> send(event("1", "/s", ""), Duration.ofMillis(100)));

        upstream.awaitClientClose(0);
    }

    @ParameterizedTest
    @CsvSource({
        "a b, a%20b",
        "é€, %C3%A9%E2%82%AC",
        "'a\"b', a%22b",
        "50%, 50%25",
        "/s?x=1&y, /s?x=1&y",
        "😀, %F0%9F%98%80"
    })
    void what_cannot_stand_in_a_header_is_encoded_as_the_binding_wants(String word, String encoded) {
        upstream.always(Script.empty(204));

        send(event(word, word, word), LIMIT);

        var sent = upstream.requests().get(0);
        assertEquals(Optional.of(encoded), sent.header("ce-causeid"));
        assertEquals(Optional.of(encoded), sent.header("ce-causesource"));
        assertEquals(Optional.of(encoded), sent.header("ce-subject"));
    }

    @Test
    void a_prompt_that_is_alone_has_no_subject() {
        upstream.always(Script.empty(204));

        send(event("1", "/s", ""), LIMIT);

        assertEquals(Optional.empty(), upstream.requests().get(0).header("ce-subject"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/in",
                "/in/",
                "/a//b",
                "/a%2Fb",
                "/%C3%A9",
                "/a;b=c",
                "/a+b",
                "/~x.y_z",
                "/%7Bx%7D",
                "/a:b@c"
            })
    void an_address_is_asked_as_it_is_written(String path) {
        upstream.always(Script.empty(204));

        sink(path, LIMIT).send(event("1", "/s", "")).await().atMost(LIMIT);

        assertEquals(path, upstream.requests().get(0).path());
    }

    @Test
    void an_event_is_a_post_whose_body_has_a_length_and_whose_type_has_no_parameters() {
        upstream.always(Script.empty(204));

        send(event("1", "/s", "a"), LIMIT);

        var sent = upstream.requests().get(0);
        assertEquals("POST", sent.method());
        assertEquals(Optional.of("application/json"), sent.header("content-type"));
        assertEquals(Optional.of("caramba"), sent.header("user-agent"));
        assertEquals(Optional.of(String.valueOf(sent.body().length)), sent.header("content-length"));
        assertEquals(
                Set.of("specversion", "id", "source", "type", "causeid", "causesource", "subject"),
                sent.headers().keySet().stream()
                        .filter(name -> name.startsWith("ce-"))
                        .map(name -> name.substring("ce-".length()))
                        .collect(Collectors.toSet()));
    }

    @Test
    void what_is_said_of_a_failure_does_not_name_the_address() {
        upstream.always(Script.never());
        var sink = sink("/s3cr3t", Duration.ofMillis(100));
        var silent = assertThrows(
                RuntimeException.class,
                () -> sink.send(event("1", "/s", "")).await().atMost(LIMIT));
        upstream.refuse();
        var refused = assertThrows(
                RuntimeException.class,
                () -> sink("/s3cr3t", LIMIT).send(event("1", "/s", "")).await().atMost(LIMIT));

        assertEquals("no answer within 100 ms", silent.getMessage());
        assertEquals("connection refused", refused.getMessage());
    }

    @Test
    void events_that_are_given_up_while_they_wait_for_a_connection_leave_it_to_those_behind_them() {
        var one = new WireSettings(1, 1, Duration.ofSeconds(30), 1 << 20, 1 << 20, 1 << 16, LIMIT, LIMIT);
        var sink = new HttpSink(URI.create(upstream.baseUrl() + "/in"), LIMIT, one);
        var answer = new CompletableFuture<Void>();
        upstream.next(Script.empty(204).after(answer)).always(Script.empty(204));
        var first = sink.send(event("1", "/s", "")).subscribeAsCompletionStage();
        upstream.awaitRequest(0);
        for (int i = 0; i < 4; i++) {
            sink.send(event("2", "/s", "")).subscribe().with(done -> {}).cancel();
        }
        answer.complete(null);

        sink.send(event("3", "/s", "")).await().atMost(LIMIT);

        first.join();
    }

    @Test
    void tells_nothing_to_a_server_that_is_not_trusted(@TempDir Path folder) throws Exception {
        var certificate = LocalhostCertificate.create(folder.resolve("sink.p12"));
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.key());
        var asked = new AtomicInteger();
        var server = vertx.createHttpServer(options)
                .requestHandler(request -> asked.incrementAndGet())
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var sink = new HttpSink(
                URI.create("https://localhost:" + server.actualPort() + "/in"), LIMIT, WireSettings.DEFAULT);

        var failure = assertThrows(
                RuntimeException.class,
                () -> sink.send(event("1", "/s", "")).await().atMost(LIMIT));

        assertEquals("TLS failed: the issuer of the server's certificate is not trusted", failure.getMessage());
        assertEquals(0, asked.get());
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private static ResultEvent event(String id, String source, String prompt) {
        var key = IdempotencyKey.of("me", source, id).part(prompt);
        return new ResultEvent(key, true, Json.object().put("text", "Hello"));
    }

    private void send(ResultEvent event, Duration timeout) {
        sink("/in", timeout).send(event).await().atMost(LIMIT);
    }

    private HttpSink sink(String path, Duration timeout) {
        return new HttpSink(URI.create(upstream.baseUrl() + path), timeout, WireSettings.DEFAULT);
    }
}
