package dev.caramba.dialect.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of prompts that are longer than the context window, in the words of many servers, and errors that only sound so. */
final class FullWindowTest {

    private static final Dialect DIALECT = new OpenAiDialect(OpenAiFlavour.COMPATIBLE);
    private static final int[] REFUSALS = {400, 413, 422};

    static Stream<String> full() {
        return Wordings.of("full_window.txt");
    }

    static Stream<String> other() {
        return Wordings.of("not_a_full_window.txt");
    }

    @ParameterizedTest
    @MethodSource("full")
    void a_prompt_beyond_the_window_is_told_by_the_kind_of_its_wording(String wording) {
        for (int status : REFUSALS) {
            assertEquals(FailureKind.CONTEXT_LENGTH, told(status, wording), wording + " with " + status);
            assertEquals(FailureKind.CONTEXT_LENGTH, told(status, wording.toUpperCase(java.util.Locale.ROOT)), wording);
        }
        assertEquals(FailureKind.CONTEXT_LENGTH, toldInAStream(wording), wording);
    }

    @ParameterizedTest
    @MethodSource("full")
    void such_words_mean_nothing_where_the_status_speaks_of_a_rate_or_a_key(String wording) {
        assertEquals(FailureKind.RATE_LIMITED, told(429, wording), wording);
        assertNotEquals(FailureKind.CONTEXT_LENGTH, told(402, wording), wording);
        assertNotEquals(FailureKind.CONTEXT_LENGTH, told(401, wording), wording);
    }

    @ParameterizedTest
    @MethodSource("other")
    void other_limits_are_no_full_window(String wording) {
        for (int status : new int[] {400, 422, 500}) {
            assertNotEquals(FailureKind.CONTEXT_LENGTH, told(status, wording), wording + " with " + status);
        }
        assertNotEquals(FailureKind.CONTEXT_LENGTH, toldInAStream(wording), wording);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context_length_exceeded",
                "CONTEXT_LENGTH_EXCEEDED",
                "exceed_context_size_error",
                "1261",
                "5021",
                "model_max_prompt_tokens_exceeded",
                "context_window_exceeded",
                "ContextWindowExceededError",
                "context_exceeded",
                "prompt_too_long",
                "input_too_long",
                "tokens_too_long",
                "input_tokens_exceeded",
                "context_limit_exceeded",
                "max_context_length_exceeded",
                "OutofContextError"
            })
    void a_code_decides_whatever_the_words_are(String code) {
        assertEquals(FailureKind.CONTEXT_LENGTH, coded(400, code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string_above_max_length", "array_above_max_length", "integer_above_max_value", "rate_limit_exceeded",
                "token_quota_exceeded", "context_deadline_exceeded", "max_tokens_exceeded", "request_too_large",
                "invalid_prompt_format", "insufficient_quota", "tokens", "context_not_found"
            })
    void another_code_does_not(String code) {
        assertNotEquals(FailureKind.CONTEXT_LENGTH, coded(400, code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_tokens            | Requested 9000 tokens, the maximum is 8192 tokens                  | INVALID_REQUEST",
                "max_completion_tokens | The value 9000 exceeds the limit of 8192 tokens for this request   | INVALID_REQUEST",
                "tools                 | The request exceeds the limit of 8192 tokens                       | INVALID_REQUEST",
                "stop                  | The input exceeds the limit of 64 tokens                           | INVALID_REQUEST",
                "messages              | The request exceeds the limit of 8192 tokens                       | CONTEXT_LENGTH",
                "messages[3].content   | The text has 9000 tokens, which is more than 8192                  | CONTEXT_LENGTH",
                "max_tokens            | This model's maximum context length is 4096 tokens and your request has 2778 input tokens | CONTEXT_LENGTH"
            })
    void the_field_that_is_named_tells_the_prompt_from_the_answer(String param, String message, FailureKind kind) {
        var error = Json.object().put("message", message).put("param", param);

        assertEquals(kind, classified(400, Json.write(Json.object().set("error", error))));
    }

    @Test
    void a_request_beyond_a_whole_limit_per_minute_never_fits() {
        var body =
                "{'error':{'message':'Request too large for model `x` on tokens per minute (TPM): Limit 8000, Requested"
                        + " 15088, please reduce your message size and try again.','type':'tokens','code':'rate_limit_exceeded'}}";

        assertEquals(FailureKind.CONTEXT_LENGTH, classified(413, body.replace('\'', '"')));
        assertEquals(FailureKind.RATE_LIMITED, classified(429, body.replace('\'', '"')));
    }

    @Test
    void a_message_of_any_length_and_shape_is_read_in_no_time() {
        var endless = "the prompt of tokens is limit max context 12 too much length of exceed ".repeat(30_000);

        assertTimeout(Duration.ofSeconds(2), () -> told(400, endless));
    }

    private static FailureKind told(int status, String message) {
        var error = Json.object().put("message", message);
        return classified(status, Json.write(Json.object().set("error", error)));
    }

    private static FailureKind coded(int status, String code) {
        var error = Json.object().put("message", "it went wrong").put("code", code);
        return classified(status, Json.write(Json.object().set("error", error)));
    }

    private static FailureKind classified(int status, String body) {
        return DIALECT.classify(Samples.reply(status, body, Map.of())).kind();
    }

    private static FailureKind toldInAStream(String message) {
        return CommonErrors.in(Json.object().put("error", message))
                .orElseThrow()
                .kind();
    }
}
