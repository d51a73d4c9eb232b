package dev.caramba.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.batch.ResultEvent;
import dev.caramba.format.Json;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSinkTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Upstream upstream = Upstream.start();

    @AfterEach
    void close() {
        upstream.close();
        vertx.close();
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

    private static ResultEvent event(String id, String source, String prompt) {
        var key = IdempotencyKey.of("me", source, id).part(prompt);
        return new ResultEvent(key, true, Json.object().put("text", "Hello"));
    }

    private void send(ResultEvent event, Duration timeout) {
        var wire = new HttpWire(vertx, WireSettings.DEFAULT);
        new HttpSink(wire, URI.create(upstream.baseUrl() + "/in"), timeout)
                .send(event)
                .await()
                .atMost(LIMIT);
    }
}
