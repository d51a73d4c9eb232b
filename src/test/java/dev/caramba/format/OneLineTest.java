package dev.caramba.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void a_word_stays_as_it_is() {
        assertEquals("openai/gpt-4o-mini", OneLine.of("openai/gpt-4o-mini", 18));
    }

    @Test
    void white_space_and_control_characters_are_underscores() {
        assertEquals("a_b_c_d_e_f", OneLine.of("a\nb\tc\u2028d\u0007e f", 200));
    }

    @Test
    void a_long_word_is_cut() {
        assertEquals("abc…", OneLine.of("abcd", 3));
    }
}
