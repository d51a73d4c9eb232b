package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.provider.Fixture;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All eight providers in one pool, each speaking its own wire format. */
class MixedPoolIT {

    private static final Map<String, String> ANSWERS = Map.of(
            "openai", "openai/text_unary",
            "anthropic", "anthropic/text_unary",
            "google", "google/text_unary",
            "cohere", "cohere/text_unary",
            "huggingface", "huggingface/textgen_text_unary",
            "nvidia", "nvidia/text_unary",
            "ollama", "ollama/text_unary",
            "lmstudio", "lmstudio/text_unary");

    /**
     * What no recording tells from an invalid request, UNSUPPORTED, is played by CallersMistakesIT, and UNREADABLE by the
     * tests of conversations with thoughts.
     */
    private static final Set<FailureKind> NOT_ROUTED_AROUND = EnumSet.of(
            FailureKind.INVALID_REQUEST,
            FailureKind.UNSUPPORTED,
            FailureKind.UNREADABLE,
            FailureKind.CONTENT_FILTER,
            FailureKind.CANCELLED,
            FailureKind.CALLER_LIMIT,
            FailureKind.CALLER_BUDGET,
            FailureKind.STOPPING,
            FailureKind.NO_CANDIDATE);

    private final AtomicReference<Map<String, Script>> scripts = new AtomicReference<>(Map.of());

    @Test
    void round_robin_visits_all_eight() throws Exception {
        scripts.set(healthy());
        try (var upstream = Upstream.start().always(this::play);
                var caramba = CarambaProcess.start(environment(upstream))) {
            var visited = new HashSet<String>();
            for (int i = 0; i < ANSWERS.size(); i++) {
                visited.add(answeredBy(caramba, i));
            }
            assertEquals(ANSWERS.keySet(), visited);
        }
    }

    @Test
    void the_caller_sees_no_error_whichever_provider_fails_in_whichever_way() throws Exception {
        try (var upstream = Upstream.start().always(this::play);
                var caramba = CarambaProcess.start(environment(upstream))) {
            var seen = new HashSet<FailureKind>();
            int call = 0;
            for (var failing : failures()) {
                var now = new HashMap<>(healthy());
                now.put(failing.provider(), failing.script());
                scripts.set(now);
                for (int i = 0; i < ANSWERS.size(); i++) {
                    answeredBy(caramba, call++);
                }
                seen.add(failing.kind());
            }
            assertEquals(EnumSet.complementOf(EnumSet.copyOf(NOT_ROUTED_AROUND)), seen);
        }
    }

    /** The provider that answered, whatever went wrong on the way. */
    private static String answeredBy(CarambaProcess caramba, int call) throws Exception {
        var response = caramba.post("/generate", "{\"prompt\":\"Call " + call + "\"}");
        assertEquals(200, response.statusCode(), response::body);
        assertTrue(
                !Json.object(response.body())
                        .orElseThrow()
                        .path("text")
                        .asText()
                        .isEmpty(),
                response::body);
        return response.headers().firstValue("x-caramba-provider").orElseThrow();
    }

    private Script play(Received request) {
        return scripts.get().get(request.path().split("/")[1]);
    }

    private static Map<String, Script> healthy() {
        var all = new HashMap<String, Script>();
        ANSWERS.forEach(
                (provider, name) -> all.put(provider, Fixture.named(name).script()));
        return all;
    }

    /** One provider going wrong in one way. */
    private record Failing(String provider, FailureKind kind, Script script) {}

    /** Every recorded plain error that another provider can make up for, and what no provider writes itself. */
    private static List<Failing> failures() {
        var recorded = ANSWERS.keySet().stream()
                .sorted()
                .flatMap(Fixture::of)
                .filter(fixture -> fixture.expect().has("error") && !fixture.isRefused())
                .filter(fixture -> !fixture.params().path("stream").asBoolean())
                .filter(fixture -> !NOT_ROUTED_AROUND.contains(kind(fixture)))
                .map(fixture -> new Failing(fixture.provider(), kind(fixture), fixture.script()));
        var broken = ANSWERS.keySet().stream()
                .sorted()
                .flatMap(provider -> Stream.of(
                        new Failing(provider, FailureKind.NETWORK, Script.drop()),
                        new Failing(provider, FailureKind.PROTOCOL, Script.text(200, "text/html", "<html></html>"))));
        return Stream.concat(recorded, broken).toList();
    }

    private static FailureKind kind(Fixture fixture) {
        var name = fixture.expect().path("error").path("kind").asText();
        return FailureKind.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Cooldowns are over at once, so that the failing provider is asked again and again. */
    private static Map<String, String> environment(Upstream upstream) {
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.remove("CARAMBA_BALANCER_MAX_ATTEMPTS");
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        for (var provider : ANSWERS.keySet()) {
            var prefix = "CARAMBA_PROVIDERS_" + provider.toUpperCase(Locale.ROOT);
            environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/" + provider);
            environment.put(prefix + "_API_KEY", "key-of-" + provider);
            environment.put(prefix + "_ANSWER_TIMEOUT", "1s");
        }
        return environment;
    }
}
