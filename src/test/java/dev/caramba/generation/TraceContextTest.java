package dev.caramba.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.testing.Slow;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void is_read_and_written() {
        var place = read(PARENT, "vendor=1,other=2").orElseThrow();

        assertEquals(new TraceContext(TRACE, SPAN, true, Optional.of("vendor=1,other=2")), place);
        assertEquals(PARENT, place.parent());
    }

    @Test
    void only_the_last_bit_of_the_flags_says_whether_it_is_recorded() {
        assertEquals(
                false,
                read("00-" + TRACE + "-" + SPAN + "-02", "").orElseThrow().sampled());
        assertEquals(
                true, read("00-" + TRACE + "-" + SPAN + "-ff", "").orElseThrow().sampled());
    }

    @Test
    void a_later_version_may_say_more_and_is_handed_on_as_ours() {
        assertEquals(
                PARENT,
                read("cc-" + TRACE + "-" + SPAN + "-01-what-ever", "")
                        .orElseThrow()
                        .parent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-0",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01\r\nx-injected: 1",
                "00-" + TRACE + "-" + SPAN + "-01\nx",
                "01-" + TRACE + "-" + SPAN + "-01-\r\nx-injected: 1",
            })
    void what_is_malformed_is_not_there(String header) {
        assertEquals(Optional.empty(), read(header, "vendor=1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=1\r\nx-injected: 1", "a=\u0000", "a=é"})
    void a_state_that_cannot_stand_in_a_header_is_left_out(String state) {
        assertEquals(Optional.empty(), read(PARENT, state).orElseThrow().state());
    }

    @Test
    void a_state_that_is_too_long_is_left_out() {
        assertEquals(
                Optional.empty(),
                read(PARENT, "a=" + "1".repeat(511)).orElseThrow().state());
    }

    @Slow
    @Property
    void whatever_is_read_can_stand_in_a_header(@ForAll String parent, @ForAll String state) {
        read(parent, state).ifPresent(place -> {
            assertEquals(Optional.of(place), read(place.parent(), place.state().orElse("")));
        });
    }

    private static Optional<TraceContext> read(String parent, String state) {
        return TraceContext.read(Optional.of(parent), Optional.of(state));
    }
}
