package dev.caramba.surface.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stream whose model is silent: comments, the head that waits for content only so long, and HTTP/1.0. */
@QuarkusTest
@TestProfile(StreamKeepAliveQuarkusTest.Impatient.class)
class StreamKeepAliveQuarkusTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String HI = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String COMMENT = ": keep-alive\n\n";

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    private final UnicastProcessor<Event> events = UnicastProcessor.create();

    @Test
    void silence_between_pieces_is_broken_by_comments() {
        provider.answers(events);
        try (var client = new RawHttp(server.getPort()).post(PATH, HI)) {
            provider.awaitSubscription();
            events.onNext(new Event.Chunk("Hel"));
            client.readUntil("\"Hel\"}");
            client.readUntil(COMMENT);
            client.readUntil(COMMENT);
            events.onNext(new Event.Chunk("lo"));
            client.readUntil("\"lo\"}");
            events.onNext(ScriptedProvider.STOP);
            client.readUntil("data: [DONE]\n\n");
        }
    }

    @Test
    void the_head_goes_out_with_a_comment_when_no_content_comes() {
        provider.answers(events);
        try (var client = new RawHttp(server.getPort()).post(PATH, HI)) {
            var head = client.readUntil(COMMENT);
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("text/event-stream"), head);
            events.onNext(new Event.Chunk("Hi"));
            assertTrue(client.readUntil("\"Hi\"}").contains("\"role\":\"assistant\""));
            events.onNext(ScriptedProvider.STOP);
            client.readUntil("data: [DONE]\n\n");
        }
    }

    @Test
    void a_failure_behind_the_head_is_told_in_the_stream() {
        provider.answers(events);
        try (var client = new RawHttp(server.getPort()).post(PATH, HI)) {
            client.readUntil(COMMENT);
            events.onNext(new Event.Error(Failure.of(FailureKind.NETWORK, "cut")));
            var rest = client.readUntil("\r\n0\r\n\r\n");
            assertTrue(rest.contains("data: {\"error\":{\"message\":\"cut\""), rest);
            assertTrue(rest.contains("}}\nevent: error\n\n"), rest);
            assertFalse(rest.contains("[DONE]"), rest);
        }
    }

    @Test
    void over_the_oldest_protocol_the_end_is_told_by_closing() {
        provider.answers(events);
        try (var client = new RawHttp(server.getPort())) {
            client.send(
                    "POST " + PATH + " HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nContent-Type: application/json"
                            + "\r\nContent-Length: " + HI.length() + "\r\n\r\n" + HI);
            provider.awaitSubscription();
            events.onNext(new Event.Chunk("Hel"));
            var head = client.readUntil("\r\n\r\n").toLowerCase(Locale.ROOT);
            assertTrue(head.contains("connection: close"), head);
            assertFalse(head.contains("transfer-encoding"), head);
            assertFalse(head.contains("content-length"), head);
            events.onNext(ScriptedProvider.STOP);
            var rest = client.read(Integer.MAX_VALUE);
            assertTrue(rest.endsWith("data: [DONE]\n\n"), rest);
        }
    }

    /** Comments after a moment of silence. */
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("caramba.http.keep-alive", "200ms", "caramba.http.head-delay", "300ms");
        }
    }
}
