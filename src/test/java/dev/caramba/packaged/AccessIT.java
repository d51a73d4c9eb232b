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
    void whoever_is_not_let_in_is_counted_and_told_of_once() throws Exception {
        var environment =
                Map.of("CARAMBA_ACCESS_KEYS_ME", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        try (var caramba = CarambaProcess.start(environment)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(401, caramba.get("/v1/models", "sk-guess-" + i).statusCode());
            }
            assertEquals(401, caramba.get("/v1/models").statusCode());
            assertEquals(200, caramba.get("/v1/models", "test").statusCode());

            var metrics = caramba.get("/q/metrics").body();
            assertTrue(metrics.contains("caramba_unauthorized_total{reason=\"wrong_key\"} 20.0"), metrics);
            assertTrue(metrics.contains("caramba_unauthorized_total{reason=\"no_key\"} 1.0"), metrics);
            caramba.awaitLine(line -> line.contains("not let in: "));
            var told = caramba.output().stream()
                    .filter(line -> line.contains("not let in: "))
                    .toList();
            assertTrue(
                    told.get(0).contains("WARN")
                            && told.get(0).endsWith("not let in: wrong_key=1, the last one from 127.0.0.1"),
                    told::toString);
            assertTrue(told.size() <= 3, told::toString);
            assertTrue(caramba.output().stream().noneMatch(line -> line.contains("sk-guess")));
        }
    }

    /** Neither models nor paths that callers make up add series. */
    @Test
    void what_callers_invent_adds_no_series() throws Exception {
        try (var caramba = CarambaProcess.start(Map.of("CARAMBA_ACCESS_OPEN", "true", "CARAMBA_DEMO", "true"))) {
            invent(caramba, 0);
            var before = caramba.get("/q/metrics").body().lines().count();

            for (int i = 1; i <= 20; i++) {
                invent(caramba, i);
            }

            var after = caramba.get("/q/metrics").body();
            assertTrue(after.contains("model=\"other\""), after);
            assertTrue(!after.contains("invented"), after);
            assertTrue(after.lines().count() <= before + 10, () -> before + " lines became " + after);
        }
    }

    private static void invent(CarambaProcess caramba, int i) throws Exception {
        var model = "\"model\":\"demosteady/invented-" + i + "\"";
        assertEquals(
                200,
                caramba.post("/generate", "{\"prompt\":\"Hi\"," + model + "}").statusCode());
        caramba.post("/generate", "{\"prompt\":\"Hi\",\"model\":\"invented-" + i + "\"}");
        caramba.post("/invented-" + i, "{}");
        caramba.get("/v1/models/invented-" + i);
        caramba.get("/providers/invented-" + i + "/disable");
        caramba.get("/results/invented-" + i);
    }

    @Test
    void open_access_lets_anybody_in() throws Exception {
        try (var caramba = CarambaProcess.start(Map.of("CARAMBA_ACCESS_OPEN", "true"))) {
            assertEquals(200, caramba.get("/providers").statusCode());
        }
    }
}
