package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.packaged.PromptProviders.Asked;
import dev.caramba.packaged.TestQueue.Message;
import dev.caramba.redis.RedisProcess;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import io.cloudevents.CloudEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prompts that come by a real queue to packaged Lambda functions that share a real Redis. */
class QueueIT {

    private static final int PROMPTS = 500;
    private static final int FAILING_FROM = PROMPTS / 2;
    private static final int FATAL_BATCH = 5;
    private static final String STREAM = "results";
    private static final String DOOMED = "doomed";
    private static final String KEY = "a-key-for-results";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static QueueServer server;
    private static RedisProcess redis;

    @BeforeAll
    static void start() throws Exception {
        server = QueueServer.start();
        redis = new RedisProcess();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        redis.close();
    }

    @Test
    void every_prompt_has_one_result_though_a_provider_fails_and_an_instance_dies() throws Exception {
        var dead = server.create("dead", Map.of());
        var queue = server.create("prompts", queue("8", dead, 10));
        try (var providers = new PromptProviders(FAILING_FROM);
                var stream = new ResultStream(redis, STREAM);
                var doomed = function(providers, DOOMED);
                var survivor = function(providers, "survivor");
                var mapping = new EventSourceMapping(queue, PROMPTS)) {
            var fatal = new CompletableFuture<List<Message>>();
            var batches = new AtomicInteger();
            var messages = queue.send(IntStream.range(0, PROMPTS)
                    .mapToObj(i -> "{\"prompt\":\"p" + i + "\"}")
                    .toList());
            mapping.serve(survivor).serve(doomed, batch -> {
                if (isFresh(batch) && batches.incrementAndGet() == FATAL_BATCH) {
                    var lost = lost(batch);
                    providers.hold(
                            lost.size(), asked -> asked.instance().equals(DOOMED) && lost.contains(asked.prompt()));
                    fatal.complete(batch);
                }
            });

            var batch = fatal.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            var lost = providers.awaitHeld().stream().map(Asked::prompt).collect(Collectors.toSet());
            var answered = batch.stream()
                    .filter(message -> !lost.contains(prompt(message.body())))
                    .map(Message::id)
                    .collect(Collectors.toSet());
            stream.await(entries -> causes(entries).containsAll(answered));
            doomed.kill();
            providers.awaitHeldGone();
            mapping.awaitAllDone(LIMIT);

            assertEquals(lost(batch), lost);
            assertTrue(batch.stream().allMatch(message -> mapping.receives(message.id()) > 1), "not delivered again");
            assertEquals(messages.keySet(), mapping.done());
            assertEquals(0, queue.size() + dead.size());
            var results = byPrompt(stream.entries(), messages);
            new RequestLedger(providers.record(), DOOMED, lost).check(results);
            assertEquals(results, kept(queue, messages));
        }
    }

    @Test
    void a_message_that_nobody_can_answer_ends_among_the_dead_and_the_others_do_not() throws Exception {
        var dead = server.create("hopeless", Map.of());
        var queue = server.create("some", queue("1", dead, 2));
        try (var upstream = Upstream.start();
                var function = function(upstream);
                var mapping = new EventSourceMapping(queue, 2)) {
            upstream.always(request -> request.text().contains("hopeless")
                    ? ChatAnswer.error(503, "server_error", "busy")
                    : ChatAnswer.of("Fine.").unary());
            var messages = queue.send(
                    List.of("{\"prompt\":\"hopeless\"}", "{\"prompt\":\"fine\"}", "this is wrong and delivered once"));
            mapping.serve(function);

            var buried = dead.await(LIMIT);

            assertEquals(
                    List.of("{\"prompt\":\"hopeless\"}"),
                    buried.stream().map(Message::body).toList());
            var rest = new HashSet<>(messages.keySet());
            rest.remove(buried.get(0).id());
            mapping.awaitAllDone(LIMIT);
            assertEquals(rest, mapping.done());
            assertEquals(0, queue.size());
            assertEquals(3, upstream.requests().size());
        }
    }

    /** Whether nobody can have asked for any of it: what takes long is delivered again meanwhile. */
    private static boolean isFresh(List<Message> batch) {
        return batch.stream().allMatch(message -> message.receives() == 1);
    }

    /** Every other one, from the first. */
    private static Set<String> lost(List<Message> batch) {
        return IntStream.range(0, batch.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> prompt(batch.get(i).body()))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> queue(String visibilitySeconds, TestQueue dead, int receives) throws Exception {
        var policy =
                Json.object().put("deadLetterTargetArn", dead.arn()).put("maxReceiveCount", String.valueOf(receives));
        return Map.of("VisibilityTimeout", visibilitySeconds, "RedrivePolicy", Json.write(policy));
    }

    private static LambdaProcess function(PromptProviders providers, String name) {
        var environment = new HashMap<>(providers.environment(name));
        environment.putAll(Map.of(
                "REDIS_URL", redis.url(),
                "CARAMBA_STORE_TIMEOUT", "5s",
                "CARAMBA_STORE_STRICT_TIMEOUT", "5s",
                "CARAMBA_BALANCER_LEASE_TTL", "5s",
                "CARAMBA_LAMBDA_FUNCTION", "batch",
                "CARAMBA_SINK_STREAM", STREAM));
        return LambdaProcess.start(environment);
    }

    private static LambdaProcess function(Upstream upstream) {
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_LAMBDA_FUNCTION", "batch");
        environment.put("CARAMBA_PROVIDERS_MINE_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_MINE_MODEL", "model-1");
        return LambdaProcess.start(environment);
    }

    private static Map<String, JsonNode> byPrompt(List<CloudEvent> entries, Map<String, String> messages) {
        assertEquals(messages.size(), entries.size());
        var results = new TreeMap<String, JsonNode>();
        for (var entry : entries) {
            assertEquals("caramba.generated", entry.getType());
            results.put(prompt(messages.get(Events.cause(entry))), Events.data(entry));
        }
        assertEquals(messages.size(), results.size());
        return results;
    }

    /** What an HTTP instance beside the same Redis knows of the messages. */
    private static Map<String, JsonNode> kept(TestQueue queue, Map<String, String> messages) throws Exception {
        var environment = Map.of(
                "REDIS_URL",
                redis.url(),
                "CARAMBA_STORE_TIMEOUT",
                "5s",
                "CARAMBA_STORE_STRICT_TIMEOUT",
                "5s",
                "CARAMBA_ACCESS_KEYS_LAMBDA",
                IdempotencyKey.digest(KEY));
        var kept = new TreeMap<String, JsonNode>();
        try (var http = CarambaProcess.start(environment)) {
            var source = URLEncoder.encode(queue.arn(), StandardCharsets.UTF_8);
            for (var message : messages.entrySet()) {
                var response = http.get("/results/" + message.getKey() + "?source=" + source, KEY);
                assertEquals(200, response.statusCode(), response::body);
                var entry = Json.object(response.body()).orElseThrow();
                assertEquals("succeeded", entry.path("status").asText());
                kept.put(prompt(message.getValue()), entry.path("result"));
            }
        }
        return kept;
    }

    private static String prompt(String body) {
        return Json.object(body).orElseThrow().path("prompt").asText();
    }

    private static Set<String> causes(List<CloudEvent> entries) {
        return entries.stream().map(Events::cause).collect(Collectors.toSet());
    }
}
