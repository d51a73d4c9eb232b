package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisProcess;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.RunsAlone;
import dev.caramba.upstream.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An instance that is told to end: the process, its callers, and a second instance that shares its Redis. */
@RunsAlone
class DrainIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TERMINATED = 143;

    private static final List<Function<String, DrainedCall>> STREAMS =
            List.of(DrainedCall::chat, DrainedCall::messages, DrainedCall::responses, DrainedCall::completions);

    private static final List<Function<String, DrainedCall>> UNARY = List.of(
            DrainedCall::generate,
            DrainedCall::event,
            DrainedCall::batch,
            DrainedCall::embeddings,
            DrainedCall::wholeChat,
            DrainedCall::wholeMessage,
            DrainedCall::wholeResponse);

    private static final int EACH = 5;
    private static final KeyedCaller SINGLE = new KeyedCaller("SINGLE");
    private static final KeyedCaller OPERATOR = new KeyedCaller("OPERATOR");

    private final RedisProcess redis = new RedisProcess();
    private final CompletableFuture<Void> rest = new CompletableFuture<>();
    private final Upstream upstream = Upstream.start().always(request -> DrainedCall.script(request, rest));
    private final List<CarambaProcess> instances = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var instance : instances) {
            instance.close();
        }
        upstream.close();
        redis.close();
    }

    @Test
    void half_of_the_calls_end_whole_and_the_others_with_an_error_of_their_surface() throws Exception {
        // Given
        var other = start(Map.of());
        var caramba = start(Map.of("QUARKUS_SHUTDOWN_TIMEOUT", "30s"));
        var finishing = open(caramba, DrainedCall.FINISHING);
        var stuck = open(caramba, DrainedCall.STUCK);
        var single = DrainedCall.generate(DrainedCall.STUCK, "Authorization: Bearer SINGLE", "Idempotency-Key: k")
                .open(caramba.port());
        var queued = new RawHttp(caramba.port())
                .post(
                        "/batch",
                        "{\"prompts\":[{\"model\":\"narrow\",\"prompt\":\"stuck\"},{\"model\":\"narrow\",\"prompt\":\"stuck\"}]}");
        int calls = finishing.size() + stuck.size() + 2;
        assertTrue(calls > 50, "" + calls);
        upstream.awaitRequest(calls - 1);

        // When
        caramba.terminate();

        // Then
        var down = Polling.until(LIMIT, () -> caramba.get("/q/health/ready").statusCode() == 503);
        System.out.println("readiness down " + down.toMillis() + " ms after SIGTERM");
        assertEquals(200, caramba.get("/q/health/live").statusCode());
        assertRefused(caramba);
        caramba.terminate(); // once more changes nothing

        // Then: whoever can finish does
        rest.complete(null);
        for (var call : finishing) {
            var answer = call.readToEnd();
            assertTrue(answer.contains(call.call().whole()), answer);
            assertTrue(answer.endsWith("\r\n0\r\n\r\n") || answer.contains("connection: close\r\n"), answer);
        }

        // Then: the others are told
        for (var call : stuck) {
            var answer = call.readToEnd();
            assertTrue(answer.contains(call.call().stopped()), answer);
            assertTrue(
                    answer.contains("This instance is stopping.")
                            && !answer.contains(call.call().whole()),
                    answer);
        }
        assertTrue(single.readToEnd().startsWith("HTTP/1.1 503 "));
        assertEquals(2, queued.read(Integer.MAX_VALUE).split("\"code\":\"stopping\"", -1).length - 1);
        assertEquals(TERMINATED, caramba.awaitExit());
        caramba.awaitLine(line -> line.contains("ended with an error"));

        // Then: nothing is left at the others
        for (var provider : providers(other)) {
            assertEquals(0, provider.path("inFlight").asInt(-1), provider::toString);
            assertEquals("healthy", provider.path("state").asText(), provider::toString);
            assertEquals("null", provider.path("lastError").toString(), provider::toString);
        }
        upstream.always(request -> DrainedCall.script(request, CompletableFuture.completedFuture(null)));
        var again = SINGLE.post(other, "/generate", "{\"prompt\":\"finishing\"}", "idempotency-key", "k");
        assertEquals(200, again.statusCode(), again.body());
        var usage = Json.object(OPERATOR.get(other, "/usage?by=caller" + UsageReport.SINCE_YESTERDAY)
                        .body())
                .orElseThrow()
                .path("total");
        assertEquals(calls + 1, usage.path("calls").asInt(), usage::toString);
        assertEquals(stuck.size() + 2, usage.path("errors").asInt(), usage::toString);
    }

    private void assertRefused(CarambaProcess caramba) throws Exception {
        var refused =
                caramba.post("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"finishing\"}]}");
        assertEquals(503, refused.statusCode(), refused.body());
        assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
        assertEquals("close", refused.headers().firstValue("connection").orElse(""));
        assertTrue(refused.body().contains("\"code\":\"stopping\""), refused.body());
        var large = caramba.post(
                "/v1/messages",
                "{\"model\":\"auto\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\"," + "\"content\":\""
                        + "x".repeat(3 << 20) + "\"}]}");
        assertEquals(529, large.statusCode(), large.body());
    }

    @Test
    void during_the_delay_calls_are_taken_and_connections_closed_after_them() throws Exception {
        // Given
        var caramba = start(Map.of("QUARKUS_SHUTDOWN_DELAY", "10s", "QUARKUS_SHUTDOWN_TIMEOUT", "4s"));
        rest.complete(null);
        var stuck = DrainedCall.chat(DrainedCall.STUCK).open(caramba.port());

        // When
        caramba.terminate();
        Polling.until(LIMIT, () -> caramba.get("/q/health/ready").statusCode() == 503);

        // Then
        var taken = DrainedCall.chat(DrainedCall.FINISHING).open(caramba.port()).readToEnd();
        assertTrue(taken.startsWith("HTTP/1.1 200 ") && taken.contains("data: [DONE]"), taken);
        assertTrue(taken.toLowerCase().contains("connection: close\r\n"), taken);
        Polling.until(
                LIMIT,
                () -> caramba.post("/generate", "{\"prompt\":\"finishing\"}").statusCode() == 503);
        assertTrue(stuck.readToEnd().contains(stuck.call().stopped()));
        assertEquals(TERMINATED, caramba.awaitExit());
    }

    @Test
    void with_nothing_open_it_does_not_wait() throws Exception {
        var caramba = start(Map.of("QUARKUS_SHUTDOWN_TIMEOUT", "10m"));
        rest.complete(null);
        assertEquals(
                200, caramba.post("/generate", "{\"prompt\":\"finishing\"}").statusCode());

        caramba.terminate();

        assertEquals(TERMINATED, caramba.awaitExit());
        assertEquals(
                List.of(),
                caramba.output().stream()
                        .filter(line -> line.contains("stopping:"))
                        .toList());
    }

    /** One connection, as proxies have it: a request that is refused takes none of the others with it. */
    @Test
    void streams_of_one_connection_over_http2_end_as_others_do() throws Exception {
        // Given
        var caramba = start(Map.of("QUARKUS_SHUTDOWN_TIMEOUT", "15s"));
        try (var client = new MultiplexedClient(caramba.port())) {
            var finishing = client.post(DrainedCall.chat(DrainedCall.FINISHING));
            var stuck = client.post(DrainedCall.messages(DrainedCall.STUCK));
            upstream.awaitRequest(1);

            // When
            caramba.terminate();
            Polling.until(LIMIT, () -> caramba.get("/q/health/ready").statusCode() == 503);

            // Then
            assertTrue(client.post(DrainedCall.generate("late")).text().contains("\"code\":\"stopping\""));
            client.awaitGoAway();
            rest.complete(null);
            assertTrue(finishing.text().endsWith(finishing.call().whole()), finishing::text);
            assertTrue(stuck.text().contains(stuck.call().stopped()), stuck::text);
        }
        assertEquals(TERMINATED, caramba.awaitExit());
    }

    private List<DrainedCall.Open> open(CarambaProcess caramba, String prompt) {
        return Stream.concat(
                        STREAMS.stream()
                                .flatMap(form -> Stream.generate(() -> form.apply(prompt))
                                        .limit(EACH)),
                        UNARY.stream().map(form -> form.apply(prompt)))
                .map(call -> call.open(caramba.port()))
                .toList();
    }

    private static List<JsonNode> providers(CarambaProcess caramba) throws Exception {
        var list = new ArrayList<JsonNode>();
        Json.object(caramba.get("/providers").body())
                .orElseThrow()
                .path("providers")
                .forEach(list::add);
        assertEquals(2, list.size());
        return list;
    }

    private CarambaProcess start(Map<String, String> settings) throws Exception {
        var environment = new HashMap<String, String>();
        environment.put("REDIS_URL", redis.url());
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        environment.put("CARAMBA_ACCESS_KEYS_SINGLE", KeyedCaller.sha256("SINGLE"));
        environment.put("CARAMBA_ACCESS_GRANTS_SINGLE_MAX_IN_FLIGHT", "1");
        environment.put("CARAMBA_ACCESS_KEYS_OPERATOR", KeyedCaller.sha256("OPERATOR"));
        environment.put("CARAMBA_ACCESS_GRANTS_OPERATOR_ADMIN", "true");
        environment.put("CARAMBA_USAGE_ENABLED", "true");
        environment.put("CARAMBA_PROVIDERS_P_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_P_MODEL", "m");
        environment.put("CARAMBA_PROVIDERS_P_EMBEDDING_MODEL", "m");
        environment.put("CARAMBA_PROVIDERS_P_PRIORITY", "1");
        environment.put("CARAMBA_BALANCER_STRATEGY", "priority");
        for (var provider : List.of("P", "NARROW")) {
            environment.put("CARAMBA_PROVIDERS_" + provider + "_IDLE_TIMEOUT", "2m");
            environment.put("CARAMBA_PROVIDERS_" + provider + "_FIRST_TOKEN_TIMEOUT", "2m");
        }
        environment.put("CARAMBA_PROVIDERS_NARROW_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_NARROW_MODEL", "m");
        environment.put("CARAMBA_PROVIDERS_NARROW_MAX_IN_FLIGHT", "1");
        environment.put("CARAMBA_STORE_TIMEOUT", "5s");
        environment.put("CARAMBA_STORE_STRICT_TIMEOUT", "5s");
        environment.putAll(settings);
        var caramba = CarambaProcess.start(environment);
        instances.add(caramba);
        return caramba;
    }
}
