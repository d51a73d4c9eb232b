package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two instances that share a Redis: what is done by hand at one binds the other. */
class DisabledProviderIT {

    private static final String[] ALL = {"demoflaky", "demolimited", "demosteady"};

    @Test
    void a_provider_that_is_disabled_at_one_instance_is_avoided_by_the_very_next_call_of_another() throws Exception {
        try (var redis = new RedisProcess();
                var one = instance(redis);
                var other = instance(redis)) {
            // Given
            assertEquals(
                    200,
                    other.post("/generate", "{\"prompt\":\"Hi\",\"model\":\"demosteady\"}")
                            .statusCode());

            // When
            var disabled = one.post("/providers/demosteady/disable", "");

            // Then
            assertEquals(200, disabled.statusCode(), disabled.body());
            assertEquals("redis", text(disabled, "/store/type"));
            assertEquals("false", text(disabled, "/store/degraded"));
            assertEquals("disabled", text(disabled, "/providers/0/state"));
            var refused = other.post("/generate", "{\"prompt\":\"Hi\",\"model\":\"demosteady\"}");
            assertEquals(503, refused.statusCode(), refused.body());
            assertTrue(text(refused, "/error/message").contains("disabled"), refused.body());
            assertTrue(refused.headers().firstValue("retry-after").isEmpty(), refused.headers()::toString);
            assertTrue(other.get("/q/metrics").body().contains("caramba_disabled{"), "no gauge");
            one.awaitLine(line -> line.contains("disable demosteady by anonymous"));

            // When
            assertEquals(200, other.post("/providers/demosteady/enable", "").statusCode());

            // Then
            assertEquals(
                    200,
                    one.post("/generate", "{\"prompt\":\"Hi\",\"model\":\"demosteady\"}")
                            .statusCode());
        }
    }

    @Test
    void readiness_is_down_when_all_are_disabled_and_nothing_is_done_without_redis() throws Exception {
        try (var redis = new RedisProcess();
                var caramba = instance(redis)) {
            for (var name : ALL) {
                assertEquals(
                        200, caramba.post("/providers/" + name + "/disable", "").statusCode());
            }
            assertEquals(503, caramba.get("/q/health/ready").statusCode());
            assertEquals(503, caramba.post("/generate", "{\"prompt\":\"Hi\"}").statusCode());
            assertEquals(200, caramba.post("/providers/demosteady/enable", "").statusCode());

            // When
            redis.kill();

            // Then
            var refused = caramba.post("/providers/demolimited/enable", "");
            assertEquals(503, refused.statusCode(), refused.body());
            assertEquals("store_out_of_reach", text(refused, "/error/code"));
            assertEquals("the shared store is out of reach", text(refused, "/error/message"));
            var answered = caramba.post("/generate", "{\"prompt\":\"Hi\"}");
            assertEquals("demosteady", text(answered, "/provider"), answered.body());
            var kept = caramba.post("/generate", "{\"prompt\":\"Hi\",\"model\":\"demolimited\"}");
            assertEquals(503, kept.statusCode(), kept.body());
        }
    }

    private static CarambaProcess instance(RedisProcess redis) throws Exception {
        return CarambaProcess.start(Map.of(
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_ACCESS_GRANTS_ANONYMOUS_ADMIN", "true",
                "CARAMBA_DEMO", "true",
                "CARAMBA_STORE_TIMEOUT", "2s",
                "REDIS_URL", redis.url()));
    }

    private static String text(HttpResponse<String> response, String pointer) {
        return Json.object(response.body()).orElseThrow().at(pointer).asText();
    }
}
