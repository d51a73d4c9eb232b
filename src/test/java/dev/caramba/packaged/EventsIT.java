package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.packaged.PromptProviders.Asked;
import dev.caramba.packaged.PromptProviders.Fate;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events that the SDK of CloudEvents makes, to packaged instances, and what it reads of theirs. */
class EventsIT {

    private static final int PROMPTS = 500;
    private static final int FAILING_FROM = PROMPTS / 2;
    private static final int ASKED_BEFORE_THE_END = 60;
    private static final String DOOMED = "doomed";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void every_event_has_one_result_though_a_provider_fails_and_an_instance_dies() throws Exception {
        Queue<CloudEvent> sent = new ConcurrentLinkedQueue<>();
        try (var redis = new RedisProcess();
                var sink = Upstream.start();
                var providers = new PromptProviders(FAILING_FROM);
                var doomed = CarambaProcess.launch(environment(redis, sink, providers, DOOMED));
                var survivor = CarambaProcess.start(environment(redis, sink, providers, "survivor"));
                var broker = new EventBroker(prompts())) {
            sink.always(request -> {
                sent.add(Events.of(request));
                return Script.empty(202);
            });
            var asked = new AtomicInteger();
            providers.hold(
                    EventBroker.AT_A_TIME,
                    one -> one.instance().equals(DOOMED)
                            && one.fate() == Fate.ANSWERED
                            && asked.incrementAndGet() > ASKED_BEFORE_THE_END);
            broker.deliverTo(doomed.listening()).deliverTo(survivor);

            var lost = providers.awaitHeld().stream().map(Asked::prompt).collect(Collectors.toSet());
            doomed.kill();
            providers.awaitHeldGone();
            broker.awaitAllTaken(LIMIT);

            assertEquals(EventBroker.AT_A_TIME, lost.size());
            assertTrue(lost.stream().allMatch(id -> broker.deliveries(id) > 1), "not delivered again");
            var results = byPrompt(sent);
            new RequestLedger(providers.record(), DOOMED, lost).check(results);
            assertEquals(results, kept(survivor));
        }
    }

    @Test
    void the_sdk_reads_the_answers_to_what_it_sends() throws Exception {
        try (var upstream = Upstream.start();
                var caramba = CarambaProcess.start(Map.of(
                        "CARAMBA_ACCESS_OPEN", "true",
                        "CARAMBA_PROVIDERS_MINE_BASE_URL", upstream.baseUrl() + "/v1",
                        "CARAMBA_PROVIDERS_MINE_MODEL", "model-1"))) {
            upstream.always(ChatAnswer.of("caf\u00e9 \ud83d\ude00").unary());
            for (var mode : List.of(Encoding.BINARY, Encoding.STRUCTURED)) {
                var before = upstream.requests().size();
                checkAnswers(caramba, mode);
                assertEquals(2, upstream.requests().size() - before);
            }
        }
    }

    private static void checkAnswers(CarambaProcess caramba, Encoding mode) throws Exception {
        var batch = Json.object();
        batch.putArray("prompts").addObject().put("id", "a").put("prompt", "Hi");

        var answer = deliver(caramba, Events.event("caramba.generate", "1 " + mode, prompt("Hi")), mode);
        var again = deliver(caramba, Events.event("caramba.generate", "1 " + mode, prompt("Hi")), mode);
        var refused = deliver(caramba, Events.event("caramba.generate", "2 " + mode, Json.object()), mode);
        var batched = deliver(caramba, Events.event("caramba.batch", "3 " + mode, batch), mode);

        assertEquals("caramba.generated", answer.getType());
        assertEquals("caramba", answer.getSource().toString());
        assertEquals("application/json", answer.getDataContentType());
        assertEquals("caf\u00e9 \ud83d\ude00", Events.data(answer).path("text").asText());
        assertEquals(Events.data(answer), Events.data(again));
        assertEquals("caramba.failed", refused.getType());
        assertEquals("invalid_request", Events.data(refused).at("/error/code").asText());
        assertEquals("caramba.batched", batched.getType());
        assertEquals("succeeded", Events.data(batched).at("/results/0/status").asText());
    }

    private static CloudEvent deliver(CarambaProcess instance, CloudEvent event, Encoding mode) throws Exception {
        return Events.of(
                HTTP.send(Events.request(instance.url() + "/", event, mode), HttpResponse.BodyHandlers.ofByteArray()));
    }

    private static Map<String, String> environment(
            RedisProcess redis, Upstream sink, PromptProviders providers, String name) {
        var environment = new HashMap<>(providers.environment(name));
        environment.putAll(Map.of(
                "REDIS_URL", redis.url(),
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_STORE_TIMEOUT", "5s",
                "CARAMBA_STORE_STRICT_TIMEOUT", "5s",
                "CARAMBA_BALANCER_LEASE_TTL", "5s",
                "CARAMBA_SINK_URL", sink.baseUrl() + "/in",
                "CARAMBA_SINK_TIMEOUT", "30s"));
        return environment;
    }

    /** An event's id is its prompt. */
    private static List<CloudEvent> prompts() {
        return IntStream.range(0, PROMPTS)
                .mapToObj(i -> Events.event("caramba.generate", "p" + i, prompt("p" + i)))
                .toList();
    }

    private static JsonNode prompt(String text) {
        return Json.object().put("prompt", text);
    }

    private static Map<String, JsonNode> byPrompt(Queue<CloudEvent> sent) {
        var results = new TreeMap<String, JsonNode>();
        for (var event : sent) {
            assertEquals("caramba.generated", event.getType());
            assertEquals(Events.SOURCE, event.getExtension("causesource"));
            assertEquals(null, results.put(Events.cause(event), Events.data(event)), "sent twice");
        }
        assertEquals(PROMPTS, results.size());
        return results;
    }

    private static Map<String, JsonNode> kept(CarambaProcess instance) throws Exception {
        var kept = new TreeMap<String, JsonNode>();
        for (int i = 0; i < PROMPTS; i++) {
            var response = instance.get("/results/p" + i + "?source=" + Events.SOURCE);
            assertEquals(200, response.statusCode(), response::body);
            kept.put("p" + i, Json.object(response.body()).orElseThrow().path("result"));
        }
        return kept;
    }
}
