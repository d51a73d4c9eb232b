package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisProcess;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With CARAMBA_LOG=json every line that the process prints, from the first to the last, is an object with the same fields. */
class JsonLogIT {

    private static final String PROMPT = "the-secret-prompt";

    @Test
    void every_line_of_a_life_is_an_object() throws Exception {
        try (var redis = new RedisProcess();
                var caramba = CarambaProcess.start(environment(redis.url()))) {
            assertEquals(200, generate(caramba, "demosteady"));
            assertEquals(404, generate(caramba, "nobody"));
            redis.kill();
            untilSaid(caramba, "the shared store is out of reach");
            caramba.stop();

            var lines = lines(caramba);
            assertTrue(said(lines, "Listening on: http://"), "nothing of the start");
            assertTrue(said(lines, "targets: "), "nothing of the targets");
            assertTrue(said(lines, "stopped in"), "nothing of the end");
            var call = lines.stream()
                    .filter(line -> line.path("logger").asText().equals("dev.caramba.calls"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("call", call.path("message").asText());
            assertEquals("demosteady", call.path("model").asText());
            assertEquals("success", call.path("outcome").asText());
            assertTrue(call.path("latencyMs").isIntegralNumber(), call::toString);
            assertTrue(call.path("outputTokens").isIntegralNumber(), call::toString);
            assertTrue(call.path("stream").isBoolean(), call::toString);
            assertEquals("success", call.at("/attempts/0/outcome").asText());
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.path("outcome").asText().equals("not_found")),
                    "no failure");
            assertFalse(String.join("\n", caramba.output()).contains(PROMPT), "the prompt is in the log");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CARAMBA_BALANCER_COOLDOWN, abc, CARAMBA_BALANCER_COOLDOWN",
        "REDIS_URL, redis://:s3cr3t /@localhost, REDIS_URL",
        "QUARKUS_SHUTDOWN_TIMEOUT, abc, QUARKUS_SHUTDOWN_TIMEOUT",
        "CARAMBA_LOG_REQUESTS, verbose, CARAMBA_LOG_REQUESTS"
    })
    void so_is_what_is_said_of_a_wrong_configuration(String variable, String value, String named) throws Exception {
        try (var caramba = CarambaProcess.launch(Map.of("CARAMBA_LOG", "json", variable, value))) {
            assertEquals(1, caramba.awaitExit());

            var lines = lines(caramba);
            assertEquals(1, lines.size(), lines::toString);
            assertTrue(said(lines, named), lines::toString);
            assertFalse(lines.toString().contains("s3cr3t"), lines::toString);
        }
    }

    @Test
    void so_is_what_is_said_of_a_port_that_is_taken() throws Exception {
        try (var taken = new ServerSocket(0);
                var caramba = CarambaProcess.launchAt(taken.getLocalPort(), Map.of("CARAMBA_LOG", "json"))) {
            assertEquals(1, caramba.awaitExit());
            assertTrue(said(lines(caramba), "seems to be in use"), () -> String.join("\n", caramba.output()));
        }
    }

    @Test
    void without_it_the_log_is_text() throws Exception {
        try (var caramba = CarambaProcess.start(Map.of("CARAMBA_ACCESS_OPEN", "true", "CARAMBA_DEMO", "true"))) {
            assertEquals(200, generate(caramba, "demosteady"));
            caramba.stop();
            assertTrue(
                    caramba.output().stream().anyMatch(line -> line.contains("(") && line.contains("call id=")),
                    () -> String.join("\n", caramba.output()));
            assertTrue(caramba.output().stream().noneMatch(line -> line.contains("{")), "JSON in a text line");
        }
    }

    private static List<JsonNode> lines(CarambaProcess caramba) {
        var lines = caramba.output();
        assertFalse(lines.isEmpty(), "nothing printed");
        return lines.stream().map(JsonLogIT::line).toList();
    }

    private static JsonNode line(String text) {
        JsonNode line = Json.object(text).orElseThrow(() -> new AssertionError("no object: " + text));
        OffsetDateTime.parse(line.path("time").asText());
        for (var field : List.of("level", "logger", "message")) {
            assertTrue(line.path(field).isTextual(), text);
        }
        return line;
    }

    private static boolean said(List<JsonNode> lines, String text) {
        return lines.stream().anyMatch(line -> line.path("message").asText().contains(text));
    }

    private static void untilSaid(CarambaProcess caramba, String text) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (caramba.output().stream().noneMatch(line -> line.contains(text)) && System.nanoTime() < end) {
            assertEquals(200, generate(caramba, "demosteady"));
        }
    }

    private static int generate(CarambaProcess caramba, String model) throws Exception {
        return caramba.post("/generate", "{\"model\":\"" + model + "\",\"prompt\":\"" + PROMPT + "\"}")
                .statusCode();
    }

    private static Map<String, String> environment(String redis) {
        return Map.of(
                "CARAMBA_LOG", "json",
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_DEMO", "true",
                "REDIS_URL", redis);
    }
}
