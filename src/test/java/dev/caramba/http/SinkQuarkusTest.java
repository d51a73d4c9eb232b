package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What came of events goes to a sink. */
@QuarkusTest
@TestProfile(SinkQuarkusTest.WithSink.class)
class SinkQuarkusTest {

    private static final int TRIES = 4;

    private static Upstream upstream;

    private final String id = UUID.randomUUID().toString();
    private int before;

    @Inject
    ScriptedProvider provider;

    @BeforeEach
    void start() {
        before = upstream.requests().size();
        upstream.always(request -> Script.empty(204));
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
    }

    @Test
    void a_result_goes_to_the_sink_and_the_sender_hears_that_it_is_done() {
        deliver("caramba.generate", "{\"prompt\":\"Hi\"}")
                .statusCode(202)
                .header("ce-type", nullValue())
                .header("content-length", "0");
        deliver("caramba.generate", "{\"prompt\":\"Hi\"}").statusCode(202);

        var sent = sent();
        assertEquals(2, sent.size());
        assertEquals("/in", sent.get(0).path());
        assertEquals("Hello", sent.get(0).json().path("text").asText());
        assertEquals(sent.get(0).text(), sent.get(1).text());
        for (var event : sent) {
            assertEquals("caramba.generated", header(event, "ce-type"));
            assertEquals("caramba", header(event, "ce-source"));
            assertEquals("1.0", header(event, "ce-specversion"));
            assertEquals("application/json", header(event, "content-type"));
            assertEquals(id, header(event, "ce-causeid"));
            assertEquals("/s%20%22a%22", header(event, "ce-causesource"));
            assertEquals(header(sent.get(0), "ce-id"), header(event, "ce-id"));
        }
        assertEquals(1, provider.calls());
    }

    @Test
    void a_structured_event_is_acknowledged_without_a_body_too() {
        try (var client = new RawHttp(RestAssured.port)) {
            var event = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/s\","
                    + "\"type\":\"caramba.generate\",\"data\":{\"prompt\":\"Hi\"}}";
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cloudevents+json\r\n"
                    + "Content-Length: " + event.length() + "\r\n\r\n" + event);

            var head = client.readUntil("\r\n\r\n").toLowerCase(Locale.ROOT);
            assertTrue(head.startsWith("http/1.1 202 "), head);
            assertTrue(head.contains("content-length: 0\r\n"), head);
        }
    }

    @Test
    void so_does_a_failure_that_another_delivery_would_not_mend() {
        provider.fails(Failure.of(FailureKind.CONTENT_FILTER, "no"));

        deliver("caramba.generate", "{\"prompt\":\"Hi\"}").statusCode(202);
        deliver("caramba.batch", "{\"prompts\":[]}").statusCode(202);

        assertEquals(Set.of("caramba.failed"), headers("ce-type"));
        assertEquals("content_filter", sent().get(0).json().at("/error/code").asText());
        assertEquals("prompts", sent().get(1).json().at("/error/param").asText());
    }

    @Test
    void what_is_worth_another_try_does_not() {
        provider.fails(Failure.of(FailureKind.OVERLOADED, "busy"));

        deliver("caramba.generate", "{\"prompt\":\"Hi\"}").statusCode(503).header("retry-after", "1");

        assertEquals(List.of(), sent());
    }

    @Test
    void every_prompt_of_a_batch_is_an_event_of_its_own_once_all_are_done() {
        provider.plays((context, params) -> params.messages().toString().contains("later")
                ? Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.OVERLOADED, "busy")))
                : Multi.createFrom().item(ScriptedProvider.STOP));
        var batch =
                "{\"prompts\":[{\"id\":\"a\",\"prompt\":\"Hi\"},{\"id\":\"b\",\"prompt\":\"later\"},{\"id\":\"c\"}]}";
        deliver("caramba.batch", batch).statusCode(503);
        assertEquals(List.of(), sent());
        provider.answers(ScriptedProvider.STOP);

        deliver("caramba.batch", batch).statusCode(202).header("content-length", "0");

        assertEquals(
                List.of("a", "b", "c"),
                sent().stream().map(event -> header(event, "ce-subject")).toList());
        assertEquals(
                List.of("caramba.generated", "caramba.generated", "caramba.failed"),
                sent().stream().map(event -> header(event, "ce-type")).toList());
        assertEquals(3, headers("ce-id").size());
        assertEquals(1, provider.calls());
    }

    @Test
    void a_sink_that_stumbles_is_asked_again() {
        upstream.next(Script.drop());
        upstream.next(Script.json(500, "{}"));

        deliver("caramba.generate", "{\"prompt\":\"Hi\"}").statusCode(202);

        assertEquals(3, sent().size());
        assertEquals(1, headers("ce-id").size());
    }

    @Test
    void an_event_whose_result_cannot_be_delivered_is_handed_back_and_not_paid_again() {
        upstream.always(request -> Script.json(503, "{}"));
        deliver("caramba.generate", "{\"prompt\":\"Hi\"}")
                .statusCode(503)
                .header("retry-after", "5")
                .body("error.code", equalTo("sink_out_of_reach"));
        assertEquals(TRIES, sent().size());
        upstream.always(request -> Script.empty(202));

        deliver("caramba.generate", "{\"prompt\":\"Hi\"}").statusCode(202);

        assertEquals(TRIES + 1, sent().size());
        assertEquals(1, provider.calls());
    }

    @Test
    void who_waits_is_answered() {
        given().contentType("application/json")
                .body("{\"prompt\":\"Hi\"}")
                .post("/generate")
                .then()
                .statusCode(200)
                .body("text", equalTo("Hello"));

        assertTrue(sent().isEmpty());
    }

    private ValidatableResponse deliver(String type, String data) {
        return given().headers("ce-id", id, "ce-source", "/s \"a\"", "ce-specversion", "1.0", "ce-type", type)
                .contentType("application/json")
                .body(data)
                .post("/")
                .then();
    }

    private List<Received> sent() {
        var all = upstream.requests();
        return all.subList(before, all.size());
    }

    private Set<String> headers(String name) {
        return sent().stream().map(event -> header(event, name)).collect(Collectors.toSet());
    }

    private static String header(Received event, String name) {
        return event.headers().get(name);
    }

    /** The address is known when the application starts. */
    public static final class WithSink implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Sink.class));
        }
    }

    public static final class Sink implements QuarkusTestResourceLifecycleManager {

        private final Upstream own = Upstream.start();

        @Override
        public Map<String, String> start() {
            return Map.of("K_SINK", own.baseUrl() + "/in", "caramba.sink.timeout", "10s");
        }

        @Override
        public void inject(Object test) {
            upstream = own;
        }

        @Override
        public void stop() {
            own.close();
        }
    }
}
