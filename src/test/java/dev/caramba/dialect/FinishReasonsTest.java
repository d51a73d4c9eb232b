package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FinishReasonsTest {

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "eos, STOP",
        "eos_token, STOP",
        "end_turn, STOP",
        "stop_sequence, STOP",
        "length, LENGTH",
        "max_tokens, LENGTH",
        "model_length, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_calls, TOOL_CALLS",
        "function_call, TOOL_CALLS",
        "content_filter, CONTENT_FILTER",
        "sensitive, CONTENT_FILTER",
        "refusal, CONTENT_FILTER",
        "SAFETY, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "abort, OTHER",
        "load, OTHER",
        "a_word_of_tomorrow, OTHER",
        "'', OTHER"
    })
    void a_word_has_one_meaning_in_any_case(String word, FinishReason reason) {
        assertEquals(reason, FinishReasons.of(word));
        assertEquals(reason, FinishReasons.of(word.toUpperCase(java.util.Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({"error, PROTOCOL", "Network_Error, UNAVAILABLE", "insufficient_system_resource, OVERLOADED"})
    void a_word_of_failure_is_no_reason_to_finish(String word, FailureKind kind) {
        var thrown = assertThrows(ProviderException.class, () -> FinishReasons.of(word));

        assertEquals(kind, thrown.failure().kind());
    }
}
