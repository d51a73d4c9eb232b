package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.caramba.played.SurfaceCase;
import dev.caramba.played.SurfaceFixture;
import dev.caramba.testing.RunsAlone;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fixture of every surface through the packaged application: what a client sends, what reaches the providers, what
 * the client reads. Those that can share one Caramba do, and are played a few at a time; then each is a test.
 */
@RunsAlone
class SurfaceIT {

    private static final int AT_ONCE = 4;

    /** Nothing of one call weighs on another. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "CARAMBA_ACCESS_OPEN", "true",
            "CARAMBA_BALANCER_DEADLINE", "60s",
            "CARAMBA_BALANCER_FAILURE_THRESHOLD", "1000000",
            "CARAMBA_BALANCER_MAX_RETRY_AFTER", "2h");

    private static final String ATTEMPTS = "CARAMBA_BALANCER_MAX_ATTEMPTS";
    private static final String WARM = "CARAMBA_PROVIDERS_WARM_";
    private static final String WARM_UP = """
            {"model":"warm","messages":[{"role":"user","content":"Warm up."}],"stream":%s}""";

    private static final Map<String, Future<List<String>>> PLAYED = new LinkedHashMap<>();

    @BeforeAll
    static void play() throws Exception {
        var cases = cases();
        var groups = cases.stream().collect(Collectors.groupingBy(SurfaceCase::group));
        cases.forEach(played -> PLAYED.put(played.name(), null)); // in this order, whatever the groups'
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        try (var warm = Upstream.start()
                .always(request -> warmth(request.json().path("stream").asBoolean()))) {
            for (var group : groups.entrySet()) {
                play(group.getKey(), group.getValue(), warm, pool);
            }
        } finally {
            pool.shutdownNow();
            cases.forEach(SurfaceCase::close);
        }
    }

    @TestFactory
    Stream<DynamicTest> gives_the_client_and_the_provider_what_the_fixture_says() {
        return PLAYED.entrySet().stream()
                .map(played -> dynamicTest(
                        played.getKey(), () -> assertNone(played.getValue().get())));
    }

    private static void assertNone(List<String> differences) {
        if (!differences.isEmpty()) {
            fail(String.join("\n", differences));
        }
    }

    private static List<SurfaceCase> cases() {
        var cases = new ArrayList<SurfaceCase>();
        SurfaceFixture.all().forEach(fixture -> cases.add(new SurfaceCase(fixture, cases.size())));
        return cases;
    }

    private static void play(SurfaceCase.Group group, List<SurfaceCase> cases, Upstream warm, ExecutorService pool)
            throws Exception {
        try (var caramba = CarambaProcess.start(environment(group, cases, warm))) {
            for (var streamed : List.of(false, true, false, true)) {
                caramba.post("/v1/chat/completions", WARM_UP.formatted(streamed));
            }
            var calls = cases.stream()
                    .map(played -> (Callable<List<String>>) () -> played.play(caramba.url()))
                    .toList();
            var ended = pool.invokeAll(calls);
            for (int i = 0; i < cases.size(); i++) {
                PLAYED.put(cases.get(i).name(), ended.get(i));
            }
        }
    }

    private static Map<String, String> environment(SurfaceCase.Group group, List<SurfaceCase> cases, Upstream warm) {
        var environment = new HashMap<>(ENVIRONMENT);
        if (!group.several()) {
            environment.put(ATTEMPTS, "1");
        }
        environment.put(WARM + "BASE_URL", warm.baseUrl() + "/v1");
        environment.put(WARM + "MODEL", "warm");
        cases.forEach(played -> environment.putAll(played.settings()));
        group.environment()
                .forEach((name, value) ->
                        value.ifPresentOrElse(set -> environment.put(name, set), () -> environment.remove(name)));
        return environment;
    }

    /** A cold virtual machine is not to be taken for a slow one. */
    private static Script warmth(boolean streamed) {
        var answer = ChatAnswer.of("Warm.");
        return streamed ? answer.stream() : answer.unary();
    }
}
