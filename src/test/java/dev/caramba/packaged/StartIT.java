package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the packaged application starts, and how it does not. */
class StartIT {

    @ParameterizedTest
    @CsvSource({
        "CARAMBA_BALANCER_COOLDOWN, abc, CARAMBA_BALANCER_COOLDOWN: abc (expected: a duration",
        "CARAMBA_PROVIDERS_MINE_API_KEY, sk-secret, CARAMBA_PROVIDERS_MINE_BASE_URL: not set (expected:",
        "CARAMBA_SINK_QUEUE, https://sqs.eu-central-1.amazonaws.com/1/q, CARAMBA_SINK_QUEUE: https://sqs.eu-central-1"
                + ".amazonaws.com/1/q (expected: the artifact for AWS Lambda",
        "CARAMBA_SINK_STREAM, results, CARAMBA_SINK_STREAM: results (expected: REDIS_URL",
        "CARAMBA_BALANCER_STRATEGY, best, CARAMBA_BALANCER_STRATEGY: best (expected:",
        "CARAMBA_STORE_TYPE, redis, CARAMBA_STORE_TYPE: redis (expected: REDIS_URL",
        "CARAMBA_PROVIDERS_X_BASEURL, http://x, CARAMBA_PROVIDERS_X_BASEURL: unknown (did you mean CARAMBA_PROVIDERS_X_BASE_URL?)"
    })
    void a_wrong_value_stops_the_start_with_one_line(String variable, String value, String line) throws Exception {
        try (var caramba = CarambaProcess.launch(Map.of(variable, value))) {
            assertEquals(1, caramba.awaitExit());
            var output = String.join("\n", caramba.output());
            assertTrue(output.contains(line), output);
            assertFalse(output.contains("\tat ") || output.contains("sk-secret"), output);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_URL, http://cache:s3cr3t@host, REDIS_URL: (hidden) (expected: redis://",
        "REDIS_URL_FILE, /nowhere, REDIS_URL_FILE: /nowhere (expected: a file that can be read",
        "QUARKUS_HTTP_PORT, abc, QUARKUS_HTTP_PORT: abc (expected: an integer value)",
        "QUARKUS_SHUTDOWN_TIMEOUT, soon, QUARKUS_SHUTDOWN_TIMEOUT: soon (expected: another value: Invalid duration: soon)",
        "QUARKUS_LOG_LEVEL, LOUD, QUARKUS_LOG_LEVEL: LOUD (expected: another value: Unknown level",
        "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE, big, QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE: big (expected: another value:"
    })
    void so_does_a_wrong_value_of_what_quarkus_reads(String variable, String value, String line) throws Exception {
        try (var caramba = CarambaProcess.launchAtOwnPort(Map.of(variable, value))) {
            assertEquals(1, caramba.awaitExit());
            assertEquals(1, caramba.output().size(), () -> String.join("\n", caramba.output()));
            assertTrue(caramba.output().get(0).startsWith(line), caramba.output()::toString);
            assertFalse(caramba.output().toString().contains("s3cr3t"), caramba.output()::toString);
        }
    }

    @Test
    void each_mistake_of_what_quarkus_reads_has_a_line() throws Exception {
        try (var caramba = CarambaProcess.launchAtOwnPort(
                Map.of("REDIS_URL", "http://host", "QUARKUS_HTTP_PORT", "abc", "QUARKUS_REDIS_TIMEOUT", "soon"))) {
            assertEquals(1, caramba.awaitExit());
            assertEquals(
                    Set.of("REDIS_URL", "QUARKUS_HTTP_PORT", "QUARKUS_REDIS_TIMEOUT"),
                    caramba.output().stream()
                            .map(line -> line.substring(0, line.indexOf(':')))
                            .collect(Collectors.toSet()),
                    caramba.output()::toString);
            assertEquals(3, caramba.output().size(), caramba.output()::toString);
        }
    }

    @Test
    void all_that_is_wrong_is_told_at_once() throws Exception {
        var environment = Map.of(
                "CARAMBA_ACCESS_KEYS_ME", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "CARAMBA_ACCESS_GRANTS_ME_REQUEST_PER_MINUTE", "5",
                "CARAMBA_ACCESS_GRANTS_ME_ROUTES", "fst",
                "CARAMBA_ACCESS_GRANTS_YOU_ADMIN", "true",
                "CARAMBA_ROUTES_FAST_TARGETS", "openai",
                "CARAMBA_BALANCER_COOLDOWN", "abc",
                "CARAMBA_FOO", "bar");
        try (var caramba = CarambaProcess.launch(environment)) {
            assertEquals(1, caramba.awaitExit());
            assertEquals(
                    List.of(
                            "CARAMBA_ACCESS_GRANTS_ME_REQUEST_PER_MINUTE: unknown"
                                    + " (did you mean CARAMBA_ACCESS_GRANTS_ME_REQUESTS_PER_MINUTE?)",
                            "CARAMBA_FOO: unknown (expected: a key of docs/configuration.md)",
                            "CARAMBA_BALANCER_COOLDOWN: abc"
                                    + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                            "CARAMBA_ACCESS_GRANTS_YOU_ADMIN: you"
                                    + " (expected: the name of an access key, anonymous or lambda)",
                            "CARAMBA_ACCESS_GRANTS_ME_ROUTES: fst (expected: of [fast], such as fast)"),
                    caramba.output().stream()
                            .filter(line -> line.startsWith("CARAMBA_"))
                            .toList());
        }
    }

    /** A Service that is called caramba, and one that is called caramba-redis, in the pod's namespace. */
    @Test
    void what_kubernetes_puts_into_every_pod_does_not_stop_the_start() throws Exception {
        var environment = Map.of(
                "CARAMBA_SERVICE_HOST", "10.96.4.17",
                "CARAMBA_SERVICE_PORT", "80",
                "CARAMBA_SERVICE_PORT_HTTP", "80",
                "CARAMBA_PORT", "tcp://10.96.4.17:80",
                "CARAMBA_PORT_80_TCP", "tcp://10.96.4.17:80",
                "CARAMBA_PORT_80_TCP_PROTO", "tcp",
                "CARAMBA_PORT_80_TCP_PORT", "80",
                "CARAMBA_PORT_80_TCP_ADDR", "10.96.4.17",
                "CARAMBA_REDIS_SERVICE_HOST", "10.96.4.18",
                "CARAMBA_REDIS_PORT_6379_TCP_ADDR", "10.96.4.18");
        try (var caramba = CarambaProcess.start(environment)) {
            assertEquals(401, caramba.get("/providers").statusCode());
        }
    }

    @Test
    void keys_are_never_shown() throws Exception {
        var key = "sk-" + "k3y".repeat(8);
        try (var caramba = CarambaProcess.start(Map.of(
                "OPENAI_API_KEY", key,
                "CARAMBA_PROVIDERS_OPENAI_BASE_URL", "http://127.0.0.1:1/v1",
                "CARAMBA_ACCESS_OPEN", "true"))) {
            var shown = caramba.post("/generate", "{\"prompt\":\"Hi\",\"timeoutMs\":300}")
                            .body()
                    + caramba.get("/providers").body()
                    + caramba.get("/q/metrics").body()
                    + caramba.get("/v1/models").body()
                    + String.join("\n", caramba.output());
            assertFalse(shown.contains(key), shown);
        }
    }
}
