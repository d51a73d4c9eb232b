package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The first look: simulated providers, some of them in trouble now and then, and a caller who never notices. */
class DemoIT {

    private static final Map<String, String> DEMO = Map.of("CARAMBA_DEMO", "true", "CARAMBA_ACCESS_OPEN", "true");

    @Test
    void every_call_is_answered_and_every_answer_says_that_it_is_a_demo() throws Exception {
        try (var caramba = CarambaProcess.start(DEMO)) {
            assertFalse(log(caramba).contains("DEMO:"), "started before anybody asked");
            var outcomes = new HashSet<String>();
            for (int i = 0; i < 12; i++) {
                var response = caramba.post("/generate", "{\"prompt\":\"Hi\"}");
                var answer = Json.object(response.body()).orElseThrow();
                assertEquals(200, response.statusCode(), response::body);
                assertTrue(answer.path("text").asText().startsWith("This is a demo"), response::body);
                outcomes.addAll(answer.findValuesAsText("outcome"));
            }
            assertEquals(Set.of("success", "rate_limited", "network"), outcomes);
            caramba.awaitLine(line -> line.contains("its answers come from no AI model"));
        }
    }

    @Test
    void streams_word_by_word() throws Exception {
        try (var caramba = CarambaProcess.start(DEMO)) {
            var response = caramba.post(
                    "/v1/chat/completions",
                    "{\"model\":\"demosteady\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
            assertEquals(200, response.statusCode());
            assertTrue(response.body()
                            .lines()
                            .filter(line -> line.startsWith("data: {"))
                            .count()
                    > 10);
            assertTrue(response.body().endsWith("data: [DONE]\n\n"));
        }
    }

    @Test
    void stays_in_service_when_it_is_asked_for_what_it_has_not() throws Exception {
        try (var caramba = CarambaProcess.start(DEMO)) {
            var completion = caramba.post("/v1/completions", "{\"model\":\"demosteady\",\"prompt\":\"Hi\"}");
            assertEquals(400, completion.statusCode(), completion::body);
            assertTrue(completion.body().contains("chat completions"), completion::body);

            var response = caramba.post("/generate", "{\"model\":\"demosteady\",\"prompt\":\"Hi\"}");
            assertEquals(200, response.statusCode(), response::body);
        }
    }

    private static String log(CarambaProcess caramba) {
        return String.join("\n", caramba.output());
    }
}
