package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorJsonTest {

    @Test
    void keeps_the_text_of_each_list_of_numbers() {
        var json = VectorJson.read("{\"a\":[[ 0.10,-1e-3 ],[2]],\"n\":7,\"s\":\"x\",\"t\":[true,null],\"e\":[]}");

        assertEquals("[ 0.10,-1e-3 ]", VectorJson.vector(json.path("a").get(0)).text());
        assertEquals(2, VectorJson.vector(json.path("a").get(0)).length());
        assertEquals("[2]", VectorJson.vector(json.path("a").get(1)).text());
        assertEquals(7, json.path("n").intValue());
        assertEquals("x", json.path("s").textValue());
        assertEquals(2, json.path("t").size());
        assertEquals(0, json.path("e").size());
    }

    /** The parser reads such a text in several pieces. */
    @Test
    void finds_the_vectors_of_a_long_answer() {
        var numbers = "[" + String.join(",", Collections.nCopies(30_000, "-0.0123456789")) + "]";
        var json = VectorJson.read("{\"text\":\"\u00e4\ud83d\ude00\",\"a\":[" + numbers + ", " + numbers + "]}");

        assertEquals(numbers, VectorJson.vector(json.path("a").get(1)).text());
        assertEquals(30_000, VectorJson.vector(json.path("a").get(1)).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,2", "[1,null]", "[1,\"2\"]", "[1,[2]]", "[NaN]", "{} {}", "<html>", "[1,]"})
    void refuses_what_is_malformed(String text) {
        var failure = assertThrows(ProviderException.class, () -> VectorJson.read(text))
                .failure();

        assertEquals(FailureKind.PROTOCOL, failure.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"?\"", "7", "{}", "[]", "[[1]]", "null"})
    void refuses_what_is_no_vector(String text) {
        var json = VectorJson.read("{\"v\":" + text + "}");

        assertThrows(ProviderException.class, () -> VectorJson.vector(json.path("v")));
    }
}
