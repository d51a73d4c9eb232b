package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.PAIR;
import static dev.caramba.packaged.FleetOfProcesses.ask;
import static dev.caramba.packaged.FleetOfProcesses.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.upstream.ChatAnswer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What one instance learns of a provider is known to all. */
interface FleetCooldowns {

    FleetOfProcesses fleet();

    @Test
    default void a_provider_that_fails_on_one_instance_is_left_alone_by_all() throws Exception {
        alphaFails();

        everybodyLeavesAlphaAlone();
    }

    @Test
    default void the_first_call_of_a_fresh_instance_leaves_it_alone_too() throws Exception {
        alphaFails();
        int asked = fleet().arrived("alpha");

        try (var fresh = fleet().another()) {
            answeredByBetaAlone(fresh);
            assertEquals(asked, fleet().arrived("alpha"));
        }
    }

    @Test
    default void the_wait_that_one_instance_was_told_is_respected_by_all() throws Exception {
        fleet().upstream("alpha")
                .always(ChatAnswer.error(429, "rate_limit_error", "slow down").header("retry-after", "90"));
        var answer = ask(fleet().first(), PAIR);

        assertEquals("beta", answer.provider(), answer::body);
        everybodyLeavesAlphaAlone();
        assertAlphaIsBackIn(Duration.ofSeconds(90));
    }

    @Test
    default void requests_used_up_on_one_instance_are_respected_by_all() throws Exception {
        fleet().upstream("alpha")
                .always(ChatAnswer.of("the last one")
                        .unary()
                        .header("x-ratelimit-remaining-requests", "0")
                        .header("x-ratelimit-reset-requests", "1m30s"));
        var answer = ask(fleet().first(), PAIR);

        assertEquals("alpha", answer.provider(), answer::body);
        everybodyLeavesAlphaAlone();
        assertAlphaIsBackIn(Duration.ofSeconds(90));
    }

    /** Calls through the first instance only, until it gives alpha up. */
    private void alphaFails() throws Exception {
        fleet().upstream("alpha").always(ChatAnswer.error(500, "server_error", "it broke"));
        for (int i = 0; i < 3; i++) {
            assertFalse(status(fleet().first(), "alpha").path("state").asText().equals("cooldown"));
            assertEquals(200, ask(fleet().first(), PAIR).status());
        }
        assertEquals(3, fleet().arrived("alpha"));
    }

    private void everybodyLeavesAlphaAlone() throws Exception {
        int asked = fleet().arrived("alpha");
        var until = status(fleet().first(), "alpha").path("cooldownUntil").asText();
        for (var instance : fleet().instances()) {
            for (int i = 0; i < 5; i++) {
                answeredByBetaAlone(instance);
            }
            var shown = status(instance, "alpha");
            assertEquals("cooldown", shown.path("state").asText());
            assertEquals(until, shown.path("cooldownUntil").asText());
        }
        assertEquals(asked, fleet().arrived("alpha"));
    }

    private void assertAlphaIsBackIn(Duration wait) throws Exception {
        var until = Instant.parse(
                status(fleet().first(), "alpha").path("cooldownUntil").asText());
        var left = Duration.between(Instant.now(), until);
        assertTrue(left.compareTo(wait) <= 0 && left.compareTo(wait.dividedBy(2)) > 0, left::toString);
    }

    private static void answeredByBetaAlone(CarambaProcess instance) throws Exception {
        var answer = ask(instance, PAIR);
        assertEquals(200, answer.status(), answer::body);
        assertEquals("beta", answer.provider());
        assertEquals(1, answer.attempts());
    }
}
