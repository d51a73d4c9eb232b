package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisConsole;
import dev.caramba.upstream.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event that is delivered more than once, to instances that share one Redis. */
class RedeliveryIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static FleetOfProcesses fleet;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        fleet = FleetOfProcesses.start(2, Map.of("CARAMBA_STORE_TIMEOUT", "5s", "CARAMBA_STORE_STRICT_TIMEOUT", "5s"));
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void startOver() {
        fleet.startOver();
    }

    @Test
    void the_other_instance_hands_it_back_while_it_runs_and_knows_the_answer_afterwards() throws Exception {
        var go = new CompletableFuture<Void>();
        int first = fleet.upstream("alpha").requests().size();
        fleet.upstream("alpha")
                .always(request -> FleetOfProcesses.answer(request, "Hello").after(go));
        var answer = deliver(fleet.instance(0));
        fleet.upstream("alpha").awaitRequest(first);

        var meanwhile = deliver(fleet.instance(1)).join();
        go.complete(null);
        var afterwards = answer.thenCompose(done -> deliver(fleet.instance(1))).join();

        assertEquals(503, meanwhile.statusCode());
        assertTrue(meanwhile.body().contains("\"request_in_progress\""), meanwhile::body);
        long wait = meanwhile.headers().firstValueAsLong("retry-after").orElseThrow();
        assertTrue(wait >= 1 && wait <= FleetOfProcesses.LEASE_TTL.toSeconds(), "waits " + wait);
        assertEquals(200, answer.join().statusCode());
        assertEquals(200, afterwards.statusCode());
        assertEquals(answer.join().body(), afterwards.body());
        assertEquals(
                "caramba.generated", afterwards.headers().firstValue("ce-type").orElse(""));
        assertEquals(1, fleet.arrived("alpha"));
    }

    @Test
    void it_runs_on_the_other_instance_when_the_first_was_killed() throws Exception {
        int first = fleet.upstream("alpha").requests().size();
        fleet.upstream("alpha").next(Script.never());
        try (var doomed = fleet.another()) {
            var lost = deliver(doomed);
            fleet.upstream("alpha").awaitRequest(first);
            doomed.kill();
            lost.handle((response, e) -> assertInstanceOfIOException(e)).join();
        }
        assertEquals(503, deliver(fleet.instance(1)).join().statusCode());

        var answer = deliverUntilDone(fleet.instance(1));

        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("from alpha"), answer::body);
        assertEquals(2, fleet.arrived("alpha"));
    }

    @Test
    void a_call_with_a_key_costs_two_round_trips_more() throws Exception {
        deliver(fleet.instance(0)).join(); // tells the server the scripts
        try (var console = new RedisConsole(fleet.redis())) {
            console.ask("CONFIG RESETSTAT");
            HTTP.send(event(fleet.instance(0), UUID.randomUUID().toString()), HttpResponse.BodyHandlers.ofString());

            console.ask("INFO commandstats");
            console.ask("ECHO that-is-all");
            var stats = console.linesUntil("that-is-all").toString();

            assertTrue(stats.contains("cmdstat_evalsha:calls=4,"), stats);
        }
    }

    /** As a broker does: again after the wait that it is asked for. */
    private HttpResponse<String> deliverUntilDone(CarambaProcess instance) {
        var answer = deliver(instance).join();
        var deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            long wait = answer.headers().firstValueAsLong("retry-after").orElseThrow();
            answer = CompletableFuture.supplyAsync(
                            () -> deliver(instance), CompletableFuture.delayedExecutor(wait, TimeUnit.SECONDS))
                    .join()
                    .join();
        }
        return answer;
    }

    private static boolean assertInstanceOfIOException(Throwable e) {
        var cause = e instanceof CompletionException ? e.getCause() : e;
        assertTrue(cause instanceof IOException, String.valueOf(cause));
        return true;
    }

    private CompletableFuture<HttpResponse<String>> deliver(CarambaProcess instance) {
        return HTTP.sendAsync(event(instance, id), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest event(CarambaProcess instance, String id) {
        return HttpRequest.newBuilder(URI.create(instance.url() + "/"))
                .header("content-type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", "caramba.generate")
                .header("ce-source", "/test")
                .header("ce-id", id)
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Hi\",\"model\":\"alpha\"}"))
                .build();
    }
}
