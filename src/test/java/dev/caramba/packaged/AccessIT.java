package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** In production the door is shut until somebody says otherwise. */
class AccessIT {

    @Test
    void without_a_key_nobody_gets_in_and_is_told_how_to_set_one() throws Exception {
        try (var caramba = CarambaProcess.start(Map.of())) {
            var response = caramba.post("/generate", "{\"prompt\":\"Hi\"}");

            assertEquals(401, response.statusCode());
            assertTrue(response.body().contains("CARAMBA_ACCESS_KEYS_<NAME>="), response.body());
            assertEquals(401, caramba.get("/providers").statusCode());
            assertEquals(200, caramba.get("/q/health/live").statusCode());
        }
    }

    @Test
    void open_access_lets_anybody_in() throws Exception {
        try (var caramba = CarambaProcess.start(Map.of("CARAMBA_ACCESS_OPEN", "true"))) {
            assertEquals(200, caramba.get("/providers").statusCode());
        }
    }
}
