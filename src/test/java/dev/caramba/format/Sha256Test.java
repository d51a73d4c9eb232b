package dev.caramba.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Sha256Test {

    @Test
    void a_text_has_the_digest_of_the_standard() {
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.hex("abc"));
    }

    @Test
    void lists_differ_where_their_texts_are_cut_differently() {
        assertArrayEquals(Sha256.of(List.of("a", "bc")), Sha256.of(List.of("a", "bc")));
        assertFalse(Arrays.equals(Sha256.of(List.of("a", "bc")), Sha256.of(List.of("ab", "c"))));
        assertFalse(Arrays.equals(Sha256.of(List.of("1:a")), Sha256.of(List.of("", "a"))));
    }
}
