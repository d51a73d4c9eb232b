package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.request.EmbeddingReader;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentRecorderTest {

    private static final ContentRules RULES = new ContentRules(false, 200, Optional.empty());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'red' | red", "['red','blue'] | blue", "[[1]] | ``"})
    void keeps_the_last_text_that_a_vector_is_made_of(String input, String prompt) {
        var body = "{\"model\":\"m\",\"input\":" + input.replace('\'', '"') + "}";
        var params = EmbeddingReader.read(Json.object(body).orElseThrow(), body).params();

        assertEquals(prompt, new ContentRecorder(RULES, params).said().prompt());
    }
}
