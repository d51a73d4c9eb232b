package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisBinary;
import dev.caramba.redis.RedisProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application, started with a Redis that is of no help: it starts, answers, and says so once. */
class RedisBootIT {

    private static final String PASSWORD = "s3cr3t";
    private static final int CALLS = 50;

    @Test
    void starts_without_redis_and_meets_it_later() throws Exception {
        try (var redis = new RedisProcess()) {
            redis.kill();
            try (var caramba = start(redis.url())) {
                assertAnswersWithout(caramba);
                redis.start();
                assertDegradedEnds(caramba);
            }
        }
    }

    @Test
    void starts_with_a_wrong_password_and_never_says_it() throws Exception {
        try (var redis = new RedisProcess(RedisBinary.REDIS_6, "--requirepass", "another");
                var caramba = start("redis://:" + PASSWORD + "@127.0.0.1:" + redis.port())) {
            assertAnswersWithout(caramba);
        }
    }

    @Test
    void starts_with_a_name_that_nobody_knows() throws Exception {
        try (var caramba = start("redis://:" + PASSWORD + "@caramba.invalid:6379")) {
            assertAnswersWithout(caramba);
        }
    }

    @Test
    void does_not_start_with_what_cannot_be_an_address_and_does_not_repeat_it() throws Exception {
        try (var caramba = CarambaProcess.launch(environment("redis://:" + PASSWORD + " /@localhost"))) {
            assertEquals(1, caramba.awaitExit());
            var output = String.join("\n", caramba.output());
            assertTrue(output.startsWith("REDIS_URL: (hidden) (expected: redis"), output);
            assertEquals(1, caramba.output().size(), output);
            assertFalse(output.contains(PASSWORD), output);
        }
    }

    private static void assertAnswersWithout(CarambaProcess caramba) throws Exception {
        assertEquals(200, caramba.get("/q/health/live").statusCode());
        assertEquals(200, caramba.get("/q/health/ready").statusCode());
        var began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            assertAnswers(caramba);
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);
        awaitOutageTold(caramba);
        var providers = caramba.get("/providers").body();
        assertTrue(providers.contains("\"degraded\":true"), providers);
        var output = caramba.output().stream()
                .filter(line -> !line.contains("[dev.caramba.calls]") && !line.contains("DEMO: "))
                .toList();
        assertTrue(output.size() < 10, () -> String.join("\n", output));
        assertEquals(1, output.stream().filter(RedisBootIT::tellsOutage).count(), () -> String.join("\n", output));
        assertTrue(output.stream().noneMatch(line -> line.contains(PASSWORD)), () -> String.join("\n", output));
    }

    private static void assertAnswers(CarambaProcess caramba) throws Exception {
        var response = caramba.post("/generate", "{\"prompt\":\"hello\"}");
        assertEquals(200, response.statusCode(), response::body);
    }

    /** An outage is told after it has lasted a second, and a fast machine makes the calls above in less. */
    private static void awaitOutageTold(CarambaProcess caramba) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (caramba.output().stream().noneMatch(RedisBootIT::tellsOutage) && System.nanoTime() < end) {
            assertAnswers(caramba);
        }
    }

    private static boolean tellsOutage(String line) {
        return line.contains("out of reach");
    }

    private static void assertDegradedEnds(CarambaProcess caramba) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var providers = caramba.get("/providers").body();
        while (providers.contains("\"degraded\":true") && System.nanoTime() < end) {
            providers = caramba.get("/providers").body();
        }
        assertTrue(providers.contains("\"degraded\":false"), providers);
    }

    private static CarambaProcess start(String url) throws Exception {
        return CarambaProcess.start(environment(url));
    }

    private static Map<String, String> environment(String url) {
        var environment = new HashMap<String, String>();
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        environment.put("CARAMBA_DEMO", "true");
        environment.put("REDIS_URL", url);
        return environment;
    }
}
