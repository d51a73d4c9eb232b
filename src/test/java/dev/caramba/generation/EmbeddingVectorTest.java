package dev.caramba.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingVectorTest {

    @Test
    void passes_each_form_on_as_it_was_written() {
        var floats = EmbeddingVector.floats("[0.10, -2.5e-3,\n 1]", 3);
        var base64 = EmbeddingVector.base64("zczMPc3MTD6amZk+");

        assertEquals("[0.10, -2.5e-3,\n 1]", floats.asFloats());
        assertEquals("zczMPc3MTD6amZk+", base64.asBase64());
        assertEquals(3, base64.length());
    }

    @Test
    void narrows_numbers_to_float32_little_endian() {
        assertEquals(
                "AAAAPwAAgL4AAIA/", EmbeddingVector.floats("[0.5,-0.25,1.0]", 3).asBase64());
        assertEquals("zczMPQ==", EmbeddingVector.floats("[ 0.1 ]", 1).asBase64());
        assertEquals(
                "zczMPQ==", EmbeddingVector.floats("[0.10000000149011612]", 1).asBase64());
    }

    @Test
    void writes_the_shortest_decimal_that_reads_the_same() {
        assertEquals("[0.1,0.2,0.3]", EmbeddingVector.base64("zczMPc3MTD6amZk+").asFloats());
    }

    /** Java writes the first two with one digit more than they need before version 19. */
    @ParameterizedTest
    @CsvSource({"2.0E-3, 0.002", "1.1E10, 1.1E+10", "0.1, 0.1", "-1.0, -1.0", "1.17549435E-38, 1.1754944E-38", "0, 0.0"
    })
    void writes_no_digit_too_many(float value, String expected) {
        var written = base64(value).asFloats();

        assertEquals(value, Float.parseFloat(written.substring(1, written.length() - 1)));
        assertFalse(digits(written) > digits(expected), written);
    }

    @Test
    void any_value_comes_back_from_its_decimal() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                var written = base64(value).asFloats();
                assertEquals(
                        base64(value).text(), EmbeddingVector.floats(written, 1).asBase64(), written);
            }
        }
    }

    /** Not base64, half a value, and one that is no number. */
    @ParameterizedTest
    @ValueSource(strings = {"?", "AAA=", "AADAfw==", "AACAfw=="})
    void refuses_what_is_no_list_of_finite_values(String text) {
        assertThrows(IllegalArgumentException.class, () -> EmbeddingVector.base64(text));
    }

    private static long digits(String number) {
        return number.toUpperCase(java.util.Locale.ROOT)
                .replaceAll("E.*", "")
                .replaceAll("[^0-9]", "")
                .replaceAll("^0+|0+$", "")
                .length();
    }

    private static EmbeddingVector base64(float value) {
        var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        return EmbeddingVector.base64(Base64.getEncoder().encodeToString(bytes.array()));
    }
}
