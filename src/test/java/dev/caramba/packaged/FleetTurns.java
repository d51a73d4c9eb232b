package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.FOUR;
import static dev.caramba.packaged.FleetOfProcesses.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Providers take turns over the whole fleet. */
interface FleetTurns {

    int CALLS = 400;
    int CALLERS = 16;

    FleetOfProcesses fleet();

    @Test
    default void an_instance_goes_on_where_another_left_off() throws Exception {
        var answered = new ArrayList<String>();
        for (int n = 0; n < 8; n++) {
            answered.add(ask(fleet().instance(n), FOUR).provider());
        }

        assertEquals(List.of("alpha", "beta", "gamma", "delta", "alpha", "beta", "gamma", "delta"), answered);
    }

    @Test
    default void round_robin_is_even_over_all_instances() throws Exception {
        var calls = Callers.make(
                CALLS,
                CALLERS,
                n -> assertEquals(200, ask(fleet().instance(n), FOUR).status()));

        assertEquals(List.of(), Callers.troubles(calls));
        for (var provider : List.of("alpha", "beta", "gamma", "delta")) {
            assertEquals(CALLS / 4, fleet().arrived(provider), CALLS / 4 * 0.05, provider);
        }
    }
}
