package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisConsole;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Packaged instances that share one real Redis, and the simulated providers that they ask. */
final class FleetOfProcesses implements AutoCloseable {

    /** A route over {@code alpha} and {@code beta}. */
    static final String PAIR = "pair";

    /** A route over {@code alpha}, {@code beta}, {@code gamma} and {@code delta}. */
    static final String FOUR = "four";

    /** A provider that takes {@link #SLOTS} calls at a time. */
    static final String NARROW = "narrow";

    static final int SLOTS = 2;
    static final Duration LEASE_TTL = Duration.ofSeconds(2);

    private static final List<String> PROVIDERS = List.of("alpha", "beta", "gamma", "delta", NARROW);

    private final RedisProcess redis = new RedisProcess();
    private final Map<String, Upstream> upstreams = new TreeMap<>();
    private final Map<String, Integer> before = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<CarambaProcess> instances;

    /** What a caller got. */
    record Reply(int status, String provider, int attempts, String body) {

        static Reply of(HttpResponse<String> response) {
            var headers = response.headers();
            return new Reply(
                    response.statusCode(),
                    headers.firstValue("x-caramba-provider").orElse(""),
                    (int) headers.firstValueAsLong("x-caramba-attempts").orElse(0),
                    response.body());
        }
    }

    private FleetOfProcesses(int instances, Map<String, String> settings) {
        PROVIDERS.forEach(this::addProvider);
        environment.putAll(Map.of(
                "REDIS_URL", redis.url(),
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_ACCESS_GRANTS_ANONYMOUS_ADMIN", "true",
                "CARAMBA_LOG_REQUESTS", "off",
                "CARAMBA_ROUTES_PAIR_TARGETS", "alpha,beta",
                "CARAMBA_ROUTES_FOUR_TARGETS", "alpha,beta,gamma,delta",
                "CARAMBA_PROVIDERS_NARROW_MAX_IN_FLIGHT", String.valueOf(SLOTS),
                "CARAMBA_BALANCER_COOLDOWN", "1m",
                "CARAMBA_BALANCER_LEASE_TTL", LEASE_TTL.toString()));
        environment.putAll(settings);
        this.instances = IntStream.range(0, instances)
                .mapToObj(i -> CarambaProcess.launch(environment))
                .toList();
    }

    /** Starts so many, all at once. */
    static FleetOfProcesses start(int instances, Map<String, String> settings) throws Exception {
        var fleet = new FleetOfProcesses(instances, settings);
        for (var instance : fleet.instances) {
            instance.listening();
        }
        fleet.startOver();
        return fleet;
    }

    /** One more, which ends with the test that asked for it. */
    CarambaProcess another() throws Exception {
        return another(Map.of());
    }

    /** One more with settings of its own, which ends with the test that asked for it. */
    CarambaProcess another(Map<String, String> settings) throws Exception {
        var own = new HashMap<>(environment);
        own.putAll(settings);
        return CarambaProcess.start(own);
    }

    /** Everybody is well again, and nobody knows of anything else. */
    void startOver() {
        try (var console = new RedisConsole(redis)) {
            assertEquals("+OK", console.ask("FLUSHALL"));
        }
        upstreams.forEach((name, upstream) -> {
            upstream.always(request -> answer(request, "from " + name));
            before.put(name, upstream.requests().size());
        });
    }

    /** Whether anything is known of access keys in Redis. */
    boolean knowsKeys() {
        try (var console = new RedisConsole(redis)) {
            return !console.ask("EXISTS {caramba}:access:keys").equals(":0");
        }
    }

    List<CarambaProcess> instances() {
        return instances;
    }

    CarambaProcess first() {
        return instances.get(0);
    }

    /** Every instance in its turn. */
    CarambaProcess instance(int number) {
        return instances.get(number % instances.size());
    }

    RedisProcess redis() {
        return redis;
    }

    Upstream upstream(String provider) {
        return upstreams.get(provider);
    }

    /** How many requests came to the provider since {@link #startOver()}. */
    int arrived(String provider) {
        return upstream(provider).requests().size() - before.get(provider);
    }

    static Reply ask(CarambaProcess instance, String model) throws Exception {
        return Reply.of(instance.post(
                "/generate",
                Json.object().put("prompt", "Hi").put("model", model).toString()));
    }

    /** This text as the request wants it, streamed or not. */
    static Script answer(Received request, String text) {
        var answer = ChatAnswer.of(text).inEvents(4);
        return request.json().path("stream").asBoolean() ? answer.stream() : answer.unary();
    }

    /** The text of an answer, which has to be there. */
    static String text(CarambaProcess instance, String model, String prompt) throws Exception {
        var asked = Json.object().put("prompt", prompt).put("model", model);
        var response = instance.post("/generate", asked.toString());
        assertEquals(200, response.statusCode(), response::body);
        return Json.object(response.body()).orElseThrow().path("text").asText();
    }

    /** The text of a streamed answer, which has to be complete. */
    static String streamedText(CarambaProcess instance, String model, String prompt) throws Exception {
        var asked = Json.object().put("model", model).put("stream", true);
        asked.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return StreamedText.of(instance.post("/v1/chat/completions", asked.toString()));
    }

    /** The provider as this instance shows it. */
    static JsonNode status(CarambaProcess instance, String provider) throws Exception {
        var shown = Json.object(instance.get("/providers").body()).orElseThrow();
        return StreamSupport.stream(shown.path("providers").spliterator(), false)
                .filter(status -> status.path("provider").asText().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    static boolean degraded(CarambaProcess instance) throws Exception {
        var shown = Json.object(instance.get("/providers").body()).orElseThrow();
        return shown.path("store").path("degraded").asBoolean();
    }

    @Override
    public void close() throws Exception {
        var open = new ArrayList<AutoCloseable>(instances);
        open.add(redis);
        open.addAll(upstreams.values());
        for (var each : open) {
            each.close();
        }
    }

    private void addProvider(String name) {
        var upstream = Upstream.start();
        upstreams.put(name, upstream);
        var prefix = "CARAMBA_PROVIDERS_" + name.toUpperCase(Locale.ROOT);
        environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put(prefix + "_MODEL", "model-1");
    }
}
