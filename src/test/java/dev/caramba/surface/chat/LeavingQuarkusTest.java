package dev.caramba.surface.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers who leave, and callers who read slowly. */
@QuarkusTest
class LeavingQuarkusTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "'messages':[{'role':'user','content':'Hi'}]";
    private static final int PIECE = 16 * 1024;

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/chat/completions | {M}",
                "/v1/chat/completions | {M,'stream':true}",
                "/generate            | {M}",
            })
    void a_caller_who_leaves_before_the_answer_cancels_the_call(String path, String body) {
        provider.answers(Multi.createFrom().nothing());
        var client = new RawHttp(server.getPort()).post(path, json(body));
        provider.awaitSubscription();

        client.close();

        provider.awaitCancellation();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ce-id: 1, ce-source: s, ce-specversion: 1.0, ce-type: caramba.generate | {'prompt':'Hi'}",
                "content-type: application/cloudevents+json                             | {'id':'1','source':'s','specversion':'1.0','type':'caramba.generate','data':{'prompt':'Hi'}}",
            })
    void an_event_whose_sender_leaves_is_cancelled(String headers, String body) {
        provider.answers(Multi.createFrom().nothing());
        var text = json(body);
        var client = new RawHttp(server.getPort())
                .send("POST /anywhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + text.length() + "\r\n"
                        + headers.replace(", ", "\r\n") + "\r\n\r\n" + text);
        provider.awaitSubscription();

        client.close();

        provider.awaitCancellation();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/chat/completions | {M}",
                "/v1/chat/completions | {M,'stream':true}",
                "/generate            | {M}",
            })
    void a_caller_who_resets_a_stream_of_http_2_cancels_the_call(String path, String body) throws Exception {
        provider.answers(Multi.createFrom().nothing());
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var upgraded = client.send(request("/v1/models").build(), BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, upgraded.version());
        var answer = client.sendAsync(
                request(path).POST(BodyPublishers.ofString(json(body))).build(), BodyHandlers.ofString());
        provider.awaitSubscription();

        answer.cancel(true);

        provider.awaitCancellation();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path));
    }

    @Test
    void a_stream_of_http_1_0_ends_with_its_connection() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        var text = json("{M,'stream':true}");
        try (var client = new RawHttp(server.getPort())) {
            client.send("POST " + CHAT + " HTTP/1.0\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            var head = client.readUntil("\r\n\r\n");
            assertTrue(head.contains("200 OK"), head);
            assertFalse(head.toLowerCase(Locale.ROOT).contains("transfer-encoding"), head);
            client.readUntil("data: [DONE]\n\n");
        }
    }

    @Test
    void a_caller_who_leaves_during_a_stream_cancels_it() {
        var events = UnicastProcessor.<Event>create();
        provider.answers(events);
        var client = new RawHttp(server.getPort()).post(CHAT, json("{M,'stream':true}"));
        provider.awaitSubscription();
        events.onNext(new Event.Chunk("Hello"));
        client.readUntil("Hello");

        client.close();

        provider.awaitCancellation();
    }

    @Test
    void a_slow_reader_slows_the_provider_down_and_loses_nothing() throws Exception {
        var pieces = 3000;
        var requested = new AtomicLong();
        var given = new Semaphore(0);
        var piece = "x".repeat(PIECE);
        provider.answers(Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom()
                                .range(0, pieces)
                                .map(i -> (Event) new Event.Chunk(piece))
                                .onItem()
                                .invoke(() -> {
                                    requested.incrementAndGet();
                                    given.release();
                                }),
                        Multi.createFrom().item(ScriptedProvider.STOP)));

        try (var client = new RawHttp(server.getPort(), PIECE).post(CHAT, json("{M,'stream':true}"))) {
            // The buffers of both sides are full when no more is given within a second.
            while (given.tryAcquire(1, TimeUnit.SECONDS)) {
                assertTrue(requested.get() < pieces / 2, "the provider was not slowed down");
            }
            var held = requested.get();
            client.readUntil("data: [DONE]");
            assertEquals(pieces, requested.get());
            assertTrue(held > 0);
        }
    }

    @Test
    void a_slow_reader_who_leaves_cancels_the_call() throws Exception {
        var given = new Semaphore(0);
        var piece = "x".repeat(PIECE);
        provider.answers(Multi.createFrom()
                .range(0, 100_000)
                .map(i -> (Event) new Event.Chunk(piece))
                .onItem()
                .invoke(() -> given.release()));
        var client = new RawHttp(server.getPort(), PIECE).post(CHAT, json("{M,'stream':true}"));
        while (given.tryAcquire(1, TimeUnit.SECONDS)) {
            assertTrue(given.availablePermits() < 50_000);
        }

        client.close();

        provider.awaitCancellation();
    }

    private static String json(String body) {
        return body.replace("M", MESSAGES).replace('\'', '"');
    }
}
