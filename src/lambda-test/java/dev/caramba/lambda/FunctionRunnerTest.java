package dev.caramba.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.error.HttpErrorException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRunnerTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "secret", "{\"prompt\":\"secret\"", "{} secret", "1e99999999999"})
    void does_not_quote_an_event_that_is_no_json(String event) {
        var refused = assertThrows(HttpErrorException.class, () -> FunctionRunner.read(utf8(event)));

        var failure = FunctionException.of(refused, "request");
        assertInstanceOf(PermanentException.class, failure);
        assertFalse(failure.getMessage().contains("secret"), failure::getMessage);
    }

    @Test
    void reads_numbers_as_they_are_written() {
        assertEquals(
                "{\"temperature\":0.10}",
                FunctionRunner.read(utf8("{\"temperature\": 0.10}")).toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
