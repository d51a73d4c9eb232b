package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances and one Redis: what a key may use is counted over both. */
class QuotaFleetIT {

    private static final int HAMMERED = 120;

    /** So long that a slot that is given back is told from one whose lease has ended, however busy the machine is. */
    private static final Duration LEASE_TTL = Duration.ofMinutes(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static FleetOfProcesses fleet;

    @BeforeAll
    static void start() throws Exception {
        var settings = new HashMap<String, String>();
        settings.put("CARAMBA_ACCESS_OPEN", "false");
        settings.put("CARAMBA_BALANCER_LEASE_TTL", LEASE_TTL.toString());
        settings.put("CARAMBA_STORE_TIMEOUT", "2s");
        settings.put("CARAMBA_STORE_STRICT_TIMEOUT", "2s");
        for (var name : List.of("PAIRED", "BATCHER", "SINGLE")) {
            settings.put("CARAMBA_ACCESS_KEYS_" + name, KeyedCaller.sha256(name));
        }
        settings.put("CARAMBA_ACCESS_GRANTS_PAIRED_ROUTES", FleetOfProcesses.PAIR);
        settings.put("CARAMBA_ACCESS_GRANTS_PAIRED_REQUESTS_PER_MINUTE", "5");
        settings.put("CARAMBA_ACCESS_GRANTS_PAIRED_TOKENS_PER_DAY", "1000000");
        settings.put("CARAMBA_ACCESS_GRANTS_BATCHER_REQUESTS_PER_DAY", "3");
        settings.put("CARAMBA_ACCESS_GRANTS_SINGLE_MAX_IN_FLIGHT", "1");
        fleet = FleetOfProcesses.start(2, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void forget() {
        fleet.startOver();
    }

    @Test
    void exactly_as_many_pass_as_are_allowed_however_both_are_hammered() throws Exception {
        // When
        var answers = hammer(new KeyedCaller("PAIRED"));

        // Then
        var passed =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        var refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertEquals(5, passed.size());
        assertEquals(HAMMERED - 5, refused.size());
        assertEquals(5, fleet.arrived("alpha") + fleet.arrived("beta"));
        assertEquals(
                List.of("0", "1", "2", "3", "4"),
                passed.stream()
                        .map(answer -> header(answer, "x-ratelimit-remaining-requests"))
                        .sorted()
                        .toList());
        for (var answer : answers) {
            assertEquals("5", header(answer, "x-ratelimit-limit-requests"));
            assertEquals("1000000", header(answer, "x-ratelimit-limit-tokens"));
            assertTrue(header(answer, "x-ratelimit-reset-requests").matches("1m0s|[0-9]{1,2}s"));
        }
        for (var answer : refused) {
            var seconds = Integer.parseInt(header(answer, "retry-after"));
            assertTrue(seconds >= 1 && seconds <= 60, "" + seconds);
            var error = Json.object(answer.body()).orElseThrow().path("error");
            assertEquals("rate_limit_exceeded", error.path("code").asText());
            assertEquals("rate_limit_error", error.path("type").asText());
            assertEquals(0, error.path("attempts").size());
        }
    }

    @Test
    void a_key_for_one_route_reaches_nothing_else() throws Exception {
        var caller = new KeyedCaller("PAIRED");

        for (var model : List.of("alpha", "alpha/model-1", "model-1", "auto", "four")) {
            assertEquals(404, caller.ask(fleet.first(), model).statusCode(), model);
        }
        var models = caller.get(fleet.first(), "/v1/models");
        assertEquals(1, Json.object(models.body()).orElseThrow().path("data").size());
        assertEquals(401, new KeyedCaller("NOBODY").ask(fleet.first(), "pair").statusCode());
        assertEquals(0, fleet.arrived("alpha") + fleet.arrived("beta"));
    }

    @Test
    void prompts_of_batches_and_events_count_and_replays_do_not() throws Exception {
        var caller = new KeyedCaller("BATCHER");
        var prompts = "{\"timeoutMs\":5000,\"prompts\":[{\"prompt\":\"1\"},{\"prompt\":\"2\"}]}";

        // When
        var batch = caller.post(fleet.first(), "/batch", prompts);
        var kept = caller.post(fleet.instance(1), "/generate", "{\"prompt\":\"Hi\"}", "idempotency-key", "k");
        var replayed = caller.post(fleet.first(), "/generate", "{\"prompt\":\"Hi\"}", "idempotency-key", "k");
        var event = caller.post(
                fleet.first(),
                "/",
                "{\"prompt\":\"Hi\"}",
                "ce-id",
                "1",
                "ce-source",
                "s",
                "ce-specversion",
                "1.0",
                "ce-type",
                "caramba.generate");
        var late = caller.post(fleet.instance(1), "/batch", prompts);

        // Then
        assertEquals(2, batch.body().split("\"succeeded\"", -1).length - 1, batch.body());
        assertEquals(200, kept.statusCode());
        assertEquals(200, replayed.statusCode());
        assertEquals("true", header(replayed, "x-caramba-idempotent-replay"));
        assertEquals(429, event.statusCode(), event.body());
        assertTrue(Integer.parseInt(header(event, "retry-after")) > 80_000);
        assertEquals(2, late.body().split("rate_limit_exceeded", -1).length - 1, late.body());
        assertEquals(
                3,
                List.of("alpha", "beta", "gamma", "delta", "narrow").stream()
                        .mapToInt(fleet::arrived)
                        .sum());
    }

    @Test
    void the_slot_of_a_caller_that_left_and_of_an_instance_that_was_killed_is_free_again() throws Exception {
        var caller = new KeyedCaller("SINGLE");
        var arrivals = new Semaphore(0);
        fleet.upstream("alpha").always(request -> {
            arrivals.release();
            return Script.never();
        });
        try (var doomed = fleet.another(Map.of("CARAMBA_BALANCER_LEASE_TTL", "2s"))) {
            var lost = caller.asking(doomed, "alpha");
            assertTrue(arrivals.tryAcquire(60, TimeUnit.SECONDS));
            assertEquals(429, caller.ask(fleet.first(), "beta").statusCode());

            // When
            doomed.kill();

            // Then
            Polling.until(LIMIT, () -> caller.ask(fleet.first(), "beta").statusCode() == 200);
            lost.cancel(true);
        }
        // nobody else asks until it is there: it would be refused while that call has the slot
        try (var left = caller.leaving(fleet.first(), "alpha")) {
            assertTrue(arrivals.tryAcquire(60, TimeUnit.SECONDS));
            assertEquals(429, caller.ask(fleet.instance(1), "beta").statusCode());
        }
        Polling.until(LIMIT, () -> caller.ask(fleet.instance(1), "beta").statusCode() == 200);
    }

    private static List<HttpResponse<String>> hammer(KeyedCaller caller) throws Exception {
        var threads = Executors.newFixedThreadPool(24);
        try {
            var start = new CountDownLatch(1);
            var tasks = IntStream.range(0, HAMMERED)
                    .mapToObj(i -> threads.submit((Callable<HttpResponse<String>>) () -> {
                        start.await();
                        return caller.ask(fleet.instance(i), FleetOfProcesses.PAIR);
                    }))
                    .toList();
            start.countDown();
            var answers = new ArrayList<HttpResponse<String>>();
            for (var task : tasks) {
                answers.add(task.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
