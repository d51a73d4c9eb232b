package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.redis.RedisProcess;
import dev.caramba.testing.FixedPort;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The status page of the packaged application in a real browser: the scenarios of {@code src/test/browser/scenarios.mjs}.
 * The browser comes with the dependencies there, which are built for Linux on x86-64; elsewhere {@code CHROMIUM} names
 * one. With {@code -Dscreenshots.write=true} the pictures in {@code docs/images} are taken anew.
 */
@EnabledIf("aBrowserCanBeRun")
class StatusPageIT {

    private static final String KEY = "the-key-of-an-operator";
    private static final String VIEWER_KEY = "the-key-of-somebody-else";
    private static final List<String> NAMES = List.of("openai", "anthropic", "google", "cohere", "nvidia", "ollama");
    private static final Map<String, String> MODELS = Map.of(
            "openai", "gpt-4o-mini",
            "anthropic", "claude-sonnet-4-5",
            "google", "gemini-2.5-flash",
            "nvidia", "nemotron-3-nano-30b",
            "cohere", "command-a",
            "ollama", "llama3.2");

    private static Upstream upstream;
    private static BrowserStage stage;
    private static CarambaProcess common;

    /** What calls that are held wait for. */
    private static volatile CompletableFuture<Void> held = new CompletableFuture<>();

    @BeforeAll
    static void start() throws Exception {
        upstream = Upstream.start().always(StatusPageIT::answer);
        common = CarambaProcess.start(six());
        var environment = new HashMap<>(Map.of("CARAMBA_KEY", KEY, "VIEWER_KEY", VIEWER_KEY));
        if (Boolean.getBoolean("screenshots.write")) {
            environment.put(
                    "SCREENSHOTS", Path.of("docs/images").toAbsolutePath().toString());
        }
        stage = new BrowserStage(new NodeProject("src/test/browser", "target/browser"), environment);
    }

    @AfterAll
    static void stop() throws Exception {
        held.complete(null);
        stage.close();
        common.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "healthy",
                "cooling down and coming back",
                "failures that are hostile",
                "by keyboard alone",
                "keys",
                "a key that may only look",
                "a hidden tab",
                "a browser that asks for the root",
                "less motion",
                "a phone in the dark",
            })
    void shows_and_does_what_an_operator_needs(String scenario) throws Exception {
        for (var name : NAMES) {
            assertEquals(200, post("/providers/" + name + "/enable"));
            assertEquals(200, post("/providers/" + name + "/reset"));
        }
        held = new CompletableFuture<>();

        stage.play(scenario, common.url(), Map.of("end-of-the-held-calls", () -> held.complete(null)));
    }

    @Test
    void shows_what_was_used_today() throws Exception {
        var environment = six();
        environment.put("CARAMBA_USAGE_ENABLED", "true");
        try (var caramba = CarambaProcess.start(environment)) {
            stage.play("usage", caramba.url(), Map.of());
        }
    }

    @Test
    void tells_that_the_shared_store_is_away() throws Exception {
        try (var redis = new RedisProcess()) {
            var environment = six();
            environment.put("REDIS_URL", redis.url());
            // nothing but the end of Redis itself is to make it degraded, however busy the machine is
            environment.put("CARAMBA_STORE_TIMEOUT", "2s");
            try (var caramba = CarambaProcess.start(environment)) {
                stage.play(
                        "degraded",
                        caramba.url(),
                        Map.of("end-of-redis", redis::kill, "redis-again", () -> redis.start()));
            }
        }
    }

    @Test
    void tells_that_the_server_is_away() throws Exception {
        var environment = six();
        var port = FixedPort.next();
        var caramba =
                new AtomicReference<>(CarambaProcess.launchAt(port, environment).listening());
        try {
            stage.play(
                    "gone and back",
                    caramba.get().url(),
                    Map.of(
                            "end-of-the-server",
                            () -> caramba.get().kill(),
                            "the-server-again",
                            () -> caramba.set(
                                    CarambaProcess.launchAt(port, environment).listening())));
        } finally {
            caramba.get().close();
        }
    }

    @Test
    void has_room_for_two_hundred_targets() throws Exception {
        try (var caramba = CarambaProcess.start(twoHundred())) {
            stage.play("two hundred targets", caramba.url(), Map.of());
        }
    }

    private static int post(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(common.url() + path))
                                .header("authorization", "Bearer " + KEY)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Map<String, String> six() throws Exception {
        var environment = settings();
        for (var name : NAMES) {
            provider(environment, name, MODELS.get(name));
        }
        return environment;
    }

    private static Map<String, String> twoHundred() throws Exception {
        var environment = settings();
        for (int i = 1; i <= 200; i++) {
            provider(environment, "node" + i, "model-" + i);
        }
        return environment;
    }

    private static Map<String, String> settings() throws Exception {
        var environment = new HashMap<String, String>();
        environment.put("CARAMBA_ACCESS_KEYS_OPERATOR", sha256(KEY));
        environment.put("CARAMBA_ACCESS_GRANTS_OPERATOR_ADMIN", "true");
        environment.put("CARAMBA_ACCESS_KEYS_VIEWER", sha256(VIEWER_KEY));
        environment.put("CARAMBA_BALANCER_MAX_ATTEMPTS", "1");
        return environment;
    }

    private static void provider(Map<String, String> environment, String name, String model) {
        var prefix = "CARAMBA_PROVIDERS_" + name.toUpperCase(Locale.ROOT);
        environment.put(prefix + "_TYPE", "openai-compatible");
        environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/" + name + "/v1");
        environment.put(prefix + "_API_KEY", "provider-key");
        environment.put(prefix + "_MODEL", model);
    }

    /** The prompt says how it is answered: {@code {"status":429,"retryAfter":"2","message":"…","delayMs":20,"held":true}}. */
    private static Script answer(Received request) {
        var prompt = request.json().path("messages").path(0).path("content").asText();
        var wish = Json.object(prompt).orElseGet(Json::object);
        var status = wish.path("status").asInt(200);
        var script = status == 200
                ? ChatAnswer.of("Two boats left the harbour.").withUsage(11, 5).unary()
                : ChatAnswer.error(status, "error", wish.path("message").asText("broken"));
        if (wish.has("retryAfter")) {
            script = script.header("retry-after", wish.path("retryAfter").asText());
        }
        if (wish.path("held").asBoolean()) {
            script = script.after(held);
        }
        return wish.has("delayMs")
                ? script.after(Duration.ofMillis(wish.path("delayMs").asLong()))
                : script;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static boolean aBrowserCanBeRun() {
        var bundled = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return NodeProject.nodeIsPresent() && (bundled || System.getenv("CHROMIUM") != null);
    }
}
