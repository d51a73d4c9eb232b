package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The packaged artifacts, sharing one Redis, with every trigger: an HTTP instance, and two of each Lambda function, since
 * one instance serves one invocation at a time. Each cell of the matrix has a provider of its own.
 */
final class TriggerFixture implements AutoCloseable {

    static final String PLAIN = "How many boats?";
    static final String FORBIDDEN = "a forbidden thing";
    static final String ODD = "an odd thing";
    static final String TEXT = "Two boats.";
    static final String SOURCE = "/triggers";

    /** What a provider asks for that sends everybody away: longer than any call may take. */
    static final Duration COOLDOWN = Duration.ofSeconds(250);

    /** How long a claim on a key lasts. */
    static final Duration CLAIM = Duration.ofSeconds(60);

    private static final String LIMITED = "one too many";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final RedisProcess redis = new RedisProcess();
    private final Upstream upstream = Upstream.start().always(this::script);
    private final Map<String, Cell> cells = new ConcurrentHashMap<>();
    private final CarambaProcess http;
    private final Map<Trigger, List<LambdaProcess>> functions;

    /** The provider of a cell as the test sees it. */
    static final class Cell {

        private final AtomicInteger asked = new AtomicInteger();
        private final Semaphore arrived = new Semaphore(0);
        private final CompletableFuture<Void> go = new CompletableFuture<>();
        private volatile int held;

        int asked() {
            return asked.get();
        }

        /** The coming requests are answered when they are let go. */
        void hold(int requests) {
            held = requests;
        }

        void letGo() {
            go.complete(null);
        }

        void awaitArrival(int requests) throws InterruptedException {
            assertTrue(arrived.tryAcquire(requests, LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS), "is not asked");
        }
    }

    TriggerFixture() throws Exception {
        var environment = new HashMap<>(Map.of(
                "REDIS_URL", redis.url(),
                "CARAMBA_STORE_TIMEOUT", "5s",
                "CARAMBA_STORE_STRICT_TIMEOUT", "5s",
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_LOG_REQUESTS", "off",
                "CARAMBA_BALANCER_LEASE_TTL", CLAIM.toString(),
                // shorter than the cooldown: a batch waits for what ends within it
                "CARAMBA_BALANCER_DEADLINE", "120s"));
        for (var trigger : Trigger.values()) {
            for (var situation : TriggerCase.values()) {
                var provider = provider(trigger, situation);
                cells.put(provider, new Cell());
                var prefix = "CARAMBA_PROVIDERS_" + provider.toUpperCase(Locale.ROOT);
                environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/" + provider + "/v1");
                environment.put(prefix + "_MODEL", "m");
            }
        }
        http = CarambaProcess.launch(environment);
        functions = Map.of(
                Trigger.LAMBDA_GENERATE, functions(environment, "generate"),
                Trigger.LAMBDA_QUEUE, functions(environment, "batch"));
        http.listening();
    }

    private static List<LambdaProcess> functions(Map<String, String> environment, String function) {
        environment.put("CARAMBA_LAMBDA_FUNCTION", function);
        return List.of(LambdaProcess.start(environment), LambdaProcess.start(environment));
    }

    static String provider(Trigger trigger, TriggerCase situation) {
        return "t" + trigger.ordinal() + "s" + situation.ordinal();
    }

    Cell cell(Trigger trigger, TriggerCase situation) {
        return cells.get(provider(trigger, situation));
    }

    /** Has the provider of a cell send everybody away, and all instances know it. */
    void coolDown(Trigger trigger, TriggerCase situation) throws Exception {
        var prompt = Json.object().put("model", provider(trigger, situation)).put("prompt", LIMITED);
        assertEquals(429, http.post("/generate", prompt.toString()).statusCode());
        cell(trigger, situation).asked.set(0);
    }

    /**
     * Delivers what the trigger delivers in this situation.
     *
     * @param time the first or a later delivery of the same, from 0
     */
    CompletableFuture<ReplyDescription> deliver(Trigger trigger, TriggerCase situation, int time) {
        var provider = provider(trigger, situation);
        var body = trigger.body(provider, situation).toString();
        if (trigger.onLambda()) {
            return functions
                    .get(trigger)
                    .get(time)
                    .invoke(body, Duration.ofMinutes(1))
                    .thenApply(reply -> ReplyDescription.of(trigger, provider, reply));
        }
        return HTTP.sendAsync(request(trigger, provider, body), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> ReplyDescription.of(trigger, provider, response));
    }

    private HttpRequest request(Trigger trigger, String id, String body) {
        var request = HttpRequest.newBuilder(URI.create(http.url() + path(trigger)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        switch (trigger) {
            case EVENT_STRUCTURED -> request.setHeader("content-type", "application/cloudevents+json");
            case EVENT_BINARY, EVENT_BATCH ->
                request.header("ce-specversion", "1.0")
                        .header("ce-id", id)
                        .header("ce-source", SOURCE)
                        .header("ce-type", trigger == Trigger.EVENT_BATCH ? "caramba.batch" : "caramba.generate");
            default -> request.header("idempotency-key", id);
        }
        return request.build();
    }

    private static String path(Trigger trigger) {
        return switch (trigger) {
            case GENERATE -> "/generate";
            case BATCH -> "/batch";
            case CHAT, CHAT_STREAM -> "/v1/chat/completions";
            default -> "/";
        };
    }

    private Script script(Received request) {
        var cell = cells.get(request.path().split("/")[1]);
        int number = cell.asked.getAndIncrement();
        var script = script(request.text(), request.json().path("stream").asBoolean());
        cell.arrived.release();
        return number < cell.held ? script.after(cell.go) : script;
    }

    private static Script script(String request, boolean stream) {
        if (request.contains(LIMITED)) {
            return ChatAnswer.error(429, "rate_limit_error", "slow down")
                    .header("retry-after", String.valueOf(COOLDOWN.toSeconds()));
        }
        if (request.contains(FORBIDDEN)) {
            return refusal("content_filter");
        }
        if (request.contains(ODD)) {
            return refusal("invalid_value");
        }
        var answer = ChatAnswer.of(TEXT).inEvents(2).withUsage(5, 3);
        return stream ? answer.stream() : answer.unary();
    }

    private static Script refusal(String code) {
        return Script.json(
                400,
                "{\"error\":{\"message\":\"not this\",\"type\":\"invalid_request_error\",\"code\":\"" + code + "\"}}");
    }

    @Override
    public void close() throws Exception {
        http.close();
        for (var function : functions.values().stream().flatMap(List::stream).toList()) {
            function.close();
        }
        upstream.close();
        redis.close();
    }
}
