package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisBinary;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in files, as Kubernetes mounts them, and replaces them. */
class KeyRotationIT {

    private static final String ASK = "{\"prompt\":\"Hi\"}";

    @TempDir
    Path directory;

    @Test
    void a_call_that_was_refused_with_the_old_key_is_made_with_the_new_one() throws Exception {
        var file = Files.writeString(directory.resolve("openai"), "sk-old\n");
        try (var upstream = Upstream.start();
                var caramba = CarambaProcess.start(environment(upstream, file, "10m"))) {
            upstream.next(ChatAnswer.of("Hello").unary());
            assertEquals(200, caramba.post("/generate", ASK).statusCode());

            Files.writeString(file, "sk-new\n");
            upstream.next(ChatAnswer.error(401, "invalid_request_error", "no such key"));
            upstream.next(ChatAnswer.of("Hello").unary());
            var response = caramba.post("/generate", ASK);

            assertEquals(200, response.statusCode(), response::body);
            assertEquals("Bearer sk-old", authorization(upstream, 0));
            assertEquals("Bearer sk-old", authorization(upstream, 1));
            assertEquals("Bearer sk-new", authorization(upstream, 2));
            assertTrue(response.body().contains("\"outcome\":\"unavailable\",\"status\":401"), response.body());
            assertNothingShown(caramba);
        }
    }

    @Test
    void a_new_key_is_found_before_the_old_one_is_refused() throws Exception {
        var file = Files.writeString(directory.resolve("openai"), "sk-old");
        try (var upstream = Upstream.start();
                var caramba = CarambaProcess.start(environment(upstream, file, "1ms"))) {
            Files.writeString(file, "sk-new");
            upstream.next(ChatAnswer.of("Hello").unary());

            assertEquals(200, caramba.post("/generate", ASK).statusCode());

            assertEquals("Bearer sk-new", authorization(upstream, 0));
        }
    }

    @Test
    void a_refused_key_that_is_still_the_one_stays_refused() throws Exception {
        var file = Files.writeString(directory.resolve("openai"), "sk-old");
        try (var upstream = Upstream.start();
                var caramba = CarambaProcess.start(environment(upstream, file, "10m"))) {
            upstream.next(ChatAnswer.error(401, "invalid_request_error", "no such key"));

            var response = caramba.post("/generate", ASK);

            assertEquals(502, response.statusCode());
            assertTrue(response.body().contains("provider_authentication"), response.body());
            assertEquals(1, upstream.requests().size());
        }
    }

    @Test
    void redis_is_found_by_a_file_and_entered_with_the_password_of_another() throws Exception {
        try (var redis = new RedisProcess(RedisBinary.REDIS_6, "--requirepass", "s3cr3t")) {
            var url = Files.writeString(directory.resolve("url"), redis.url() + "\n");
            var password = Files.writeString(directory.resolve("password"), "s3cr3t\n");
            try (var caramba = CarambaProcess.start(Map.of(
                    "CARAMBA_ACCESS_OPEN",
                    "true",
                    "CARAMBA_DEMO",
                    "true",
                    "CARAMBA_STORE_TIMEOUT",
                    "5s",
                    "REDIS_URL_FILE",
                    url.toString(),
                    "REDIS_PASSWORD_FILE",
                    password.toString()))) {
                assertEquals(200, caramba.post("/generate", ASK).statusCode());
                var providers = caramba.get("/providers").body();
                assertTrue(providers.contains("{\"type\":\"redis\",\"degraded\":false,"), providers);
                assertNothingShown(caramba);
            }
        }
    }

    @Test
    void a_missing_file_stops_the_start_with_one_line() throws Exception {
        try (var caramba = CarambaProcess.launch(Map.of("OPENAI_API_KEY_FILE", "/run/secrets/none"))) {
            assertEquals(1, caramba.awaitExit());
            var output = String.join("\n", caramba.output());
            assertTrue(output.contains("OPENAI_API_KEY_FILE: /run/secrets/none (expected: a file"), output);
            assertTrue(!output.contains("\tat "), output);
        }
    }

    private static void assertNothingShown(CarambaProcess caramba) {
        var output = String.join("\n", caramba.output());
        assertTrue(!output.contains("sk-") && !output.contains("s3cr3t"), output);
    }

    private static String authorization(Upstream upstream, int request) {
        return upstream.awaitRequest(request).header("authorization").orElseThrow();
    }

    private static Map<String, String> environment(Upstream upstream, Path file, String refresh) {
        return Map.of(
                "CARAMBA_ACCESS_OPEN",
                "true",
                "OPENAI_API_KEY_FILE",
                file.toString(),
                "CARAMBA_PROVIDERS_OPENAI_BASE_URL",
                upstream.baseUrl() + "/v1",
                "CARAMBA_SECRETS_REFRESH",
                refresh);
    }
}
