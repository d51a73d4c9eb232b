package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.PAIR;
import static dev.caramba.packaged.FleetOfProcesses.ask;
import static dev.caramba.packaged.FleetOfProcesses.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.upstream.ChatAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a cooldown ends, one call of the whole fleet finds out whether the provider is well again. */
interface FleetProbe {

    int CALLERS_PER_INSTANCE = 4;
    int CALLS_DURING_THE_PROBE = 200;

    FleetOfProcesses fleet();

    @Test
    default void one_call_of_the_whole_fleet_probes_and_its_success_is_for_all() throws Exception {
        // Given
        var instances = fleet().instances();
        var answered = new CompletableFuture<Void>();
        var alpha = fleet().upstream("alpha");
        alpha.always(ChatAnswer.of("well again").unary().after(answered));
        alpha.next(ChatAnswer.error(503, "server_error", "too much").header("retry-after-ms", "700"));
        int before = alpha.requests().size();
        assertEquals("beta", ask(fleet().first(), PAIR).provider());

        // When
        try (var callers = Callers.start(CALLERS_PER_INSTANCE * instances.size(), this::isAnsweredAtOnce)) {
            alpha.awaitRequest(before + 1);
            callers.await(CALLS_DURING_THE_PROBE);

            // Then
            assertEquals(2, fleet().arrived("alpha"));
            for (var instance : instances) {
                assertEquals("probing", state(instance));
            }
            answered.complete(null);
            alpha.awaitRequest(before + 2 + instances.size());
            assertEquals(List.of(), Callers.troubles(callers.stop()));
        }
        for (var instance : instances) {
            assertEquals("healthy", state(instance));
        }
    }

    private static String state(CarambaProcess instance) throws Exception {
        return status(instance, "alpha").path("state").asText();
    }

    private void isAnsweredAtOnce(int n) throws Exception {
        var answer = ask(fleet().instance(n), PAIR);
        assertEquals(200, answer.status(), answer::body);
        assertEquals(1, answer.attempts());
        assertTrue(List.of("alpha", "beta").contains(answer.provider()));
    }
}
