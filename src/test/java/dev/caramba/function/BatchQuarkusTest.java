package dev.caramba.function;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BatchQuarkusTest {

    private static final int CONCURRENCY = 8;

    @Inject
    ScriptedProvider provider;

    @Test
    void every_prompt_has_its_own_result_in_its_place() {
        provider.plays((context, params) -> says(params, "bad")
                ? Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.OVERLOADED, "busy")))
                : Multi.createFrom().items(new Event.Chunk("Hello"), ScriptedProvider.STOP));

        batch("{'prompts':[{'id':'a','prompt':'good'},{'id':'b','prompt':'bad'},{'prompt':'good'},7,"
                        + "{'id':'e','prompt':7},{'id':'f','prompt':'good'}]}")
                .statusCode(200)
                .contentType("application/json")
                .body("results.id", equalTo(List.of("a", "b", "2", "3", "e", "f")))
                .body(
                        "results.status",
                        equalTo(List.of("succeeded", "failed", "succeeded", "failed", "failed", "succeeded")))
                .body("results[0].result.text", equalTo("Hello"))
                .body("results[0].error", nullValue())
                .body("results[1].error.code", equalTo("overloaded"))
                .body("results[1].error.attempts.size()", is(0))
                .body("results[1].result", nullValue())
                .body("results[3].error.code", equalTo("invalid_request"))
                .body("results[4].error.param", equalTo("prompt"))
                .body("results[5].result.usage.inputTokens", is(9));

        assertEquals(4, provider.calls());
    }

    @Test
    void so_many_are_run_at_a_time_and_no_more() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var full = new CountDownLatch(CONCURRENCY);
        var go = new CompletableFuture<Void>();
        provider.plays((context, params) -> Multi.createFrom().deferred(() -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            full.countDown();
            return Uni.createFrom().completionStage(go.copy()).onItem().transformToMulti(ignored -> {
                running.decrementAndGet();
                return Multi.createFrom().item(ScriptedProvider.STOP);
            });
        }));
        try (var client = new RawHttp(RestAssured.port)) {
            client.post("/batch", prompts(50));
            assertTrue(full.await(30, TimeUnit.SECONDS));
            assertEquals(CONCURRENCY, provider.calls());

            go.complete(null);

            assertTrue(client.readUntil("]}").startsWith("HTTP/1.1 200 "));
        }
        assertEquals(50, provider.calls());
        assertEquals(CONCURRENCY, most.get());
    }

    @Test
    void a_prompt_is_a_call_of_its_own_that_leaves_room_for_others() {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Set<Double> shares = ConcurrentHashMap.newKeySet();
        provider.plays((context, params) -> {
            ids.add(context.requestId());
            shares.add(context.share());
            return Multi.createFrom().item(ScriptedProvider.STOP);
        });

        given().header("x-request-id", "mine")
                .body(prompts(3))
                .contentType("application/json")
                .post("/batch")
                .then()
                .statusCode(200)
                .header("x-request-id", "mine");

        assertEquals(Set.of("mine-0", "mine-1", "mine-2"), ids);
        assertEquals(Set.of(0.8), shares);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                     | prompts",
                "{'prompts':null}                                       | prompts",
                "{'prompts':{}}                                         | prompts",
                "{'prompts':[]}                                         | prompts",
                "{'prompts':[{'id':7,'prompt':'a'}]}                    | prompts[0].id",
                "{'prompts':[{'id':' ','prompt':'a'}]}                  | prompts[0].id",
                "{'prompts':[{'id':'a'},{'id':'b'},{'id':'a'}]}         | prompts[2].id",
                "{'prompts':[{'id':'1'},{}]}                            | prompts[1].id",
                "{'prompts':[{'prompt':'a'}],'timeoutMs':'soon'}        | timeoutMs",
                "{'prompts':[{'prompt':'a'}],'timeoutMs':0}             | timeoutMs",
            })
    void what_is_no_batch_is_refused_and_the_field_named(String body, String param) {
        provider.answers(ScriptedProvider.STOP);

        batch(body).statusCode(400).body("error.param", equalTo(param));

        assertEquals(0, provider.calls());
    }

    @Test
    void a_batch_of_too_many_is_refused() {
        provider.answers(ScriptedProvider.STOP);

        batch(prompts(1001)).statusCode(400).body("error.message", containsString("at most 1000"));
        batch(prompts(1000)).statusCode(200).body("results.size()", is(1000));

        assertEquals(1000, provider.calls());
    }

    @Test
    void who_leaves_cancels_what_runs_and_nothing_more_begins() throws Exception {
        var running = new CountDownLatch(CONCURRENCY);
        var cancelled = new CountDownLatch(CONCURRENCY);
        provider.plays((context, params) -> Multi.createFrom()
                .<Event>nothing()
                .onSubscription()
                .invoke(running::countDown)
                .onCancellation()
                .invoke(cancelled::countDown));
        try (var client = new RawHttp(RestAssured.port)) {
            client.post("/batch", prompts(50));
            assertTrue(running.await(30, TimeUnit.SECONDS));
        }

        assertTrue(cancelled.await(30, TimeUnit.SECONDS));
        assertEquals(CONCURRENCY, provider.calls());
    }

    @Test
    void the_batchs_time_is_that_of_all_its_prompts() {
        Set<CallContext> contexts = ConcurrentHashMap.newKeySet();
        var before = Instant.now();
        provider.plays((context, params) -> {
            contexts.add(context);
            return Uni.createFrom()
                    .<Event>item(ScriptedProvider.STOP)
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(2100))
                    .toMulti();
        });

        var statuses = batch("{'timeoutMs':2000," + prompts(20).substring(1))
                .statusCode(200)
                .extract()
                .<List<String>>path("results.error.code");

        assertEquals(CONCURRENCY, contexts.size(), statuses.toString());
        contexts.forEach(context -> {
            assertTrue(context.deadline().callers());
            assertTrue(context.deadline().at().isBefore(before.plusSeconds(10)));
        });
        assertEquals(12, statuses.stream().filter("timeout"::equals).count());
    }

    @Test
    void a_prompt_waits_for_a_slot_when_all_are_taken() {
        var refused = new AtomicInteger(3);
        var full = Failure.of(FailureKind.NO_CANDIDATE, "full").withRetryAfter(Optional.of(Duration.ofSeconds(1)));
        provider.plays((context, params) ->
                Multi.createFrom().item(refused.getAndDecrement() > 0 ? new Event.Error(full) : ScriptedProvider.STOP));

        batch(prompts(2)).statusCode(200).body("results.status", equalTo(List.of("succeeded", "succeeded")));

        assertEquals(5, provider.calls());
    }

    @Test
    void it_waits_no_longer_than_it_may() {
        var full = Failure.of(FailureKind.NO_CANDIDATE, "full").withRetryAfter(Optional.of(Duration.ofSeconds(20)));
        var disabled = Failure.of(FailureKind.NO_CANDIDATE, "disabled");
        provider.plays(
                (context, params) -> Multi.createFrom().item(new Event.Error(says(params, "full") ? full : disabled)));

        batch(
                        "{'prompts':[{'prompt':'full','timeoutMs':2000},{'prompt':'disabled'},{'prompt':'full','timeoutMs':'x'}]}")
                .statusCode(200)
                .body("results.error.code", equalTo(List.of("no_candidate", "no_candidate", "invalid_request")));

        assertEquals(2, provider.calls());
    }

    @Test
    void with_a_key_only_what_is_not_done_is_run_again() {
        var key = UUID.randomUUID().toString();
        provider.plays((context, params) -> says(params, "b")
                ? Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.OVERLOADED, "busy")))
                : says(params, "c")
                        ? Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.CONTENT_FILTER, "no")))
                        : Multi.createFrom().items(new Event.Chunk("Hello"), ScriptedProvider.STOP));
        var body = "{'prompts':[{'prompt':'a'},{'id':'x','prompt':'b'},{'prompt':'c'}]}";
        var first = keyed(key, body).body("results.status", equalTo(List.of("succeeded", "failed", "failed")));
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);

        var second = keyed(key, body).body("results.status", equalTo(List.of("succeeded", "succeeded", "failed")));

        assertEquals(1, provider.calls());
        for (var path : List.of("results[0].result.id", "results[2].error.code")) {
            assertEquals(first.extract().<String>path(path), second.extract().path(path));
        }
        keyed(key, body.replace("'a'", "'other'"))
                .body("results[0].error.code", equalTo("idempotency_key_reused"))
                .body("results[1].status", equalTo("succeeded"));
    }

    private static boolean says(GenerationParams params, String text) {
        return params.messages().equals(List.of(new Message.User(new Content.Plain(text))));
    }

    private static String prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"prompt\":\"Hi\"}")
                .collect(Collectors.joining(",", "{\"prompts\":[", "]}"));
    }

    private static ValidatableResponse keyed(String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/batch")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse batch(String body) {
        return given().contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/batch")
                .then();
    }
}
