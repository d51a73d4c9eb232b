package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.RunsAlone;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than an instance takes, and as much as it takes, through the packaged application with a small heap. */
@RunsAlone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadIT {

    private static final int LIMIT = 8;
    private static final String STREAM = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String WHOLE = "{\"prompt\":\"Hi\"}";

    private final ChatAnswer answer = ChatAnswer.of("one two three ").inEvents(3);
    private Upstream upstream;
    private CarambaProcess caramba;

    @BeforeAll
    void start() throws Exception {
        upstream = Upstream.start();
        caramba = CarambaProcess.start(
                Map.of(
                        "CARAMBA_PROVIDERS_OPENAI_BASE_URL",
                        upstream.baseUrl() + "/v1",
                        "CARAMBA_PROVIDERS_OPENAI_API_KEY",
                        "provider-key",
                        "CARAMBA_LIMITS_MAX_IN_FLIGHT",
                        Integer.toString(LIMIT),
                        "CARAMBA_ACCESS_OPEN",
                        "true"),
                "-Xmx128m");
    }

    @BeforeEach
    void answer() {
        upstream.always(request -> request.json().path("stream").asBoolean() ? answer.stream() : answer.unary());
    }

    @AfterAll
    void stop() throws Exception {
        caramba.close();
        upstream.close();
    }

    @Test
    void beyond_the_limit_calls_are_refused_at_once_and_only_they() throws Exception {
        // Given
        var release = new CompletableFuture<Void>();
        upstream.always(request -> answer.stream().after(release));
        int before = upstream.requests().size();
        var held = IntStream.range(0, LIMIT)
                .mapToObj(i -> client().post("/v1/chat/completions", STREAM))
                .toList();
        upstream.awaitRequest(before + LIMIT - 1);

        // When, Then
        assertRefused("/generate", WHOLE);
        assertRefused("/v1/chat/completions", STREAM);
        assertRefusedUnread();
        assertEquals(LIMIT, inFlight());
        assertEquals(200, caramba.get("/q/health/ready").statusCode());
        assertEquals(before + LIMIT, upstream.requests().size());

        // When
        release.complete(null);
        held.forEach(client -> {
            client.readUntil("data: [DONE]\n\n");
            client.close();
        });

        // Then
        answer();
        assertEquals(200, caramba.post("/generate", WHOLE).statusCode());
        assertEquals(0, inFlight());
    }

    /** Whoever leaves gives the slot back. */
    @Test
    void callers_who_vanish_leave_room() throws Exception {
        upstream.always(Script.never());
        for (int round = 0; round < 3; round++) {
            int before = upstream.requests().size();
            var clients = IntStream.range(0, LIMIT)
                    .mapToObj(i -> client().post("/v1/chat/completions", STREAM))
                    .toList();
            for (int i = 0; i < LIMIT; i++) {
                upstream.awaitRequest(before + i);
            }
            clients.forEach(RawHttp::close);
            for (int i = 0; i < LIMIT; i++) {
                upstream.awaitClientClose(before + i);
            }
            // the slot is given back a moment after the provider is told
            Polling.until(
                    Duration.ofSeconds(30),
                    () -> caramba.get("/q/metrics").body().contains("\ncaramba_calls_in_flight 0.0"));
        }
        answer();
        assertEquals(200, caramba.post("/generate", WHOLE).statusCode());
        assertEquals(0, inFlight());
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 40_000})
    void a_stream_of_many_events_arrives_word_for_word(int events) throws Exception {
        var text = IntStream.range(0, events).mapToObj("w%05d "::formatted).collect(Collectors.joining());
        upstream.always(ChatAnswer.of(text).inEvents(events).stream());

        var response = caramba.post("/v1/chat/completions", STREAM);

        assertEquals(text, StreamedText.of(response));
    }

    @Test
    void bodies_of_nearly_ten_megabytes_pass_one_after_another() throws Exception {
        var prompt = "x".repeat(10 * 1024 * 1024 - 100);
        for (int i = 0; i < 5; i++) {
            var response = caramba.post("/generate", "{\"prompt\":\"" + prompt + "\"}");
            assertEquals(200, response.statusCode(), response::body);
            var asked = upstream.requests().get(upstream.requests().size() - 1);
            assertTrue(asked.text().contains(prompt));
        }
    }

    private void assertRefused(String path, String body) throws Exception {
        var response = caramba.post(path, body);
        assertEquals(503, response.statusCode(), response::body);
        assertEquals("1", response.headers().firstValue("retry-after").orElse(""));
        var error = Json.object(response.body()).orElseThrow().path("error");
        assertEquals("overloaded", error.path("code").asText());
        assertEquals(0, error.path("attempts").size());
    }

    /** The answer comes though only the head of the request has been sent. */
    private void assertRefusedUnread() {
        try (var client = client()) {
            client.send("POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 9000000\r\n\r\n{");
            assertTrue(client.readUntil("\r\n").contains(" 503 "));
        }
    }

    private RawHttp client() {
        return new RawHttp(URI.create(caramba.url()).getPort());
    }

    private int inFlight() throws Exception {
        return Json.object(caramba.get("/providers").body())
                .orElseThrow()
                .path("providers")
                .path(0)
                .path("inFlight")
                .asInt(-1);
    }
}
