package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.RunsAlone;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A real model server that dies and comes back: callers are told the truth, and served again within the documented time. */
@RunsAlone
@EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
class RealServerRestartIT {

    /** A target that recovers is in service again after so long. */
    private static final Duration BACK_IN_SERVICE = Duration.ofSeconds(30);

    /** As many as the server writes at a time. */
    private static final int STREAMS = 4;

    private static final String TEXT = "Hello from a tiny real model.";
    private static final String LONG = "Count <|long|>";
    private static final int WORDS = 3000;

    @Test
    void killed_in_the_middle_of_answers_and_started_again() throws Exception {
        try (var server = RealServer.start(RealModel.TINY);
                var front = RealServerSetup.of(server)) {
            var whole = ModelAnswer.of(
                            server.post(RealServerSetup.CHAT, RealQuestion.ask("any", false, LONG, WORDS))
                                    .body(),
                            false)
                    .text();
            var streams = Stream.generate(() -> new RawHttp(front.port())
                            .post(
                                    RealServerSetup.CHAT,
                                    RealQuestion.ask("real", true, LONG, WORDS),
                                    "Connection: close"))
                    .limit(STREAMS)
                    .toList();
            var begun =
                    streams.stream().map(stream -> stream.readUntil("word09")).toList();
            var waiting = CompletableFuture.supplyAsync(() -> ask(front));

            server.kill();

            for (int i = 0; i < STREAMS; i++) {
                try (var stream = streams.get(i)) {
                    var body = begun.get(i) + stream.read(Integer.MAX_VALUE);
                    assertFalse(body.contains("[DONE]"), body);
                    assertTrue(body.contains("data: {\"error\":{"), body);
                    assertTrue(body.contains("\"code\":\"network\""), body);
                    assertTrue(whole.startsWith(ModelAnswer.textSoFar(body)), body);
                }
            }
            assertRefused(waiting.get(20, TimeUnit.SECONDS));
            assertRefused(ask(front));
            var status = front.status("real");
            assertEquals("cooldown", status.path("state").asText(), status::toString);
            assertTrue(status.path("lastError").asText().startsWith("network"), status::toString);

            server.launch().awaitReady();
            serve(front, RealQuestion.TEXT);

            front.assertHealthy("real");
            var calls = Callers.make(40, 8, n -> RealServerSetup.first(ask(front), false));
            assertEquals(List.of(), Callers.troubles(calls));
            front.assertHealthy("real");
        }
    }

    @Test
    void a_model_that_loads_is_waited_for_or_told_and_a_peer_is_asked_meanwhile() throws Exception {
        try (var loading = RealServer.prepare(RealModel.SLOW);
                var ready = RealServer.start(RealModel.TINY);
                var front = RealServerSetup.of(
                        Map.of("REAL", loading, "READY", ready),
                        Map.of(
                                "CARAMBA_ROUTES_BOTH_TARGETS", "real,ready",
                                "CARAMBA_ROUTES_BOTH_STRATEGY", "priority",
                                "CARAMBA_PROVIDERS_REAL_PRIORITY", "1",
                                "CARAMBA_PROVIDERS_READY_PRIORITY", "2"))) {
            loading.launch().awaitListening();

            var beside = front.post(RealQuestion.TEXT.json("both", true));
            var alone = ask(front);

            assertEquals(200, beside.statusCode(), beside::body);
            assertEquals(TEXT, ModelAnswer.of(beside.body(), true).text());
            if (alone.statusCode() != 200) {
                assertTrue(Set.of(502, 503).contains(alone.statusCode()), alone::body);
                assertTrue(alone.body().contains("Loading model"), alone::body);
            }
            loading.awaitReady();
            serve(front, RealQuestion.TEXT);
            front.assertHealthy("real");
            front.assertNotBlamed("ready");
        }
    }

    private static HttpResponse<String> ask(RealServerSetup front) {
        try {
            return front.post(RealQuestion.TEXT.json("real", false));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(HttpResponse<String> response) {
        var error = Json.object(response.body()).orElseThrow().path("error");
        assertTrue(Set.of(502, 503).contains(response.statusCode()), response::body);
        assertTrue(Set.of("network", "no_candidate").contains(error.path("code").asText()), response::body);
    }

    /** Asks, comes back after as long as it is told, and is answered in time. */
    private static void serve(RealServerSetup front, RealQuestion question) throws Exception {
        long ends = System.nanoTime() + BACK_IN_SERVICE.toNanos();
        var response = front.post(question.json("real", false));
        while (response.statusCode() != 200) {
            assertEquals(503, response.statusCode(), response::body);
            var after = response.headers().firstValueAsLong("retry-after").orElseThrow();
            assertTrue(System.nanoTime() + TimeUnit.SECONDS.toNanos(after) < ends, response::body);
            new CompletableFuture<>()
                    .completeOnTimeout(null, after, TimeUnit.SECONDS)
                    .join();
            response = front.post(question.json("real", false));
        }
        assertEquals(TEXT, ModelAnswer.of(response.body(), false).text());
    }
}
