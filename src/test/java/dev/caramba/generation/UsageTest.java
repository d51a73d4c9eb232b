package dev.caramba.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void figures_add_up_and_what_neither_told_stays_untold() {
        var sum = Usage.of(10, 2).plus(Usage.of(5, 1));

        assertEquals(Usage.of(15, 3), sum);
    }

    @Test
    void a_total_counts_what_is_known_of_it() {
        var none = OptionalLong.empty();
        var inputAlone = new Usage(OptionalLong.of(14), none, none, OptionalLong.of(4), none);

        var sum = inputAlone.plus(Usage.of(20, 30));

        assertEquals(
                new Usage(OptionalLong.of(34), OptionalLong.of(30), OptionalLong.of(64), OptionalLong.of(4), none),
                sum);
    }
}
