package dev.caramba.dialect.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FailureKind.Effect;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in the words of many servers: those that speak of the request, and those that tell of the server's own trouble. */
final class RequestFaultsTest {

    private static final Dialect DIALECT = new OpenAiDialect(OpenAiFlavour.COMPATIBLE);

    static Stream<String> ofTheRequest() {
        return Wordings.of("of_the_request.txt");
    }

    static Stream<String> ofTheServer() {
        return Wordings.of("of_the_server.txt");
    }

    @ParameterizedTest
    @MethodSource("ofTheRequest")
    void what_speaks_of_the_request_is_the_requests_fault(String wording) {
        for (int status : new int[] {500, 501, 502, 503}) {
            assertEquals(FailureKind.UNSUPPORTED, told(status, wording), wording + " with " + status);
        }
        assertEquals(FailureKind.UNSUPPORTED, toldInAStream(wording), wording);
    }

    @ParameterizedTest
    @MethodSource("ofTheServer")
    void what_tells_of_the_server_stays_a_failure_of_the_server(String wording) {
        assertEquals(Effect.FAILURE, told(500, wording).effect(), wording);
        assertEquals(Effect.FAILURE, told(503, wording).effect(), wording);
        assertEquals(Effect.FAILURE, toldInAStream(wording).effect(), wording);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | this model does not support image input                                           | UNSUPPORTED",
                "400 | registry.ollama.ai/library/plain:latest does not support tools                    | UNSUPPORTED",
                "400 | Invalid content type. image_url is only supported by certain models.              | UNSUPPORTED",
                "400 | Image input modality is not enabled for models/gemma-3-1b-it                      | UNSUPPORTED",
                "400 | Conversation roles must alternate user/assistant/user/assistant/...               | UNSUPPORTED",
                "422 | unknown variant `image_url`, expected `text`                                      | UNSUPPORTED",
                "404 | No endpoints found that support image input                                       | UNSUPPORTED",
                "404 | The model `x` does not exist                                                      | NOT_FOUND",
                "404 | This is not a chat model and thus not supported in the v1/chat/completions endpoint. | NOT_FOUND",
                "400 | Failed to parse tool call arguments as JSON                                       | INVALID_REQUEST",
                "400 | Unsupported parameter: 'max_tokens' is not supported with this model.             | INVALID_REQUEST",
                "400 | Invalid schema for response_format 'x': 'type' must be 'object'.                  | INVALID_REQUEST",
                "400 | temperature must be non-negative                                                  | INVALID_REQUEST",
                "429 | images are not supported on the free plan, slow down                              | RATE_LIMITED"
            })
    void a_refusal_is_a_reason_to_ask_another_only_where_the_model_is_not_able_to(
            int status, String message, FailureKind kind) {
        assertEquals(kind, told(status, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the request exceeds the available context size. try increasing the context size or enable context shift",
                "Context size has been exceeded.",
                "the input length exceeds the context length",
                "input length exceeds maximum context length",
                "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
                "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
                "Cannot truncate prompt with n_keep (4130) >= n_ctx (4096)"
            })
    void a_prompt_that_is_too_long_is_so_with_any_status(String message) {
        assertEquals(FailureKind.CONTEXT_LENGTH, told(400, message));
        assertEquals(FailureKind.CONTEXT_LENGTH, told(500, message));
        assertEquals(FailureKind.CONTEXT_LENGTH, toldInAStream(message));
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request_error, , UNSUPPORTED",
        "BadRequestError, , UNSUPPORTED",
        "server_error, unsupported_value, UNSUPPORTED",
        "server_error, , UNAVAILABLE",
        "InternalServerError, 500, UNAVAILABLE"
    })
    void a_type_or_code_that_blames_the_request_counts_too(String type, String code, FailureKind kind) {
        var error =
                Json.object().put("message", "it went wrong").put("type", type).put("code", code);

        assertEquals(kind, classified(500, Json.write(Json.object().set("error", error))));
    }

    @Test
    void a_type_that_blames_the_request_does_not_outweigh_memory_that_ran_out() {
        var error = Json.object().put("message", "CUDA out of memory").put("type", "invalid_request_error");

        assertEquals(
                FailureKind.UNAVAILABLE,
                classified(500, Json.write(Json.object().set("error", error))));
    }

    @Test
    void a_message_of_any_length_and_shape_is_read_in_no_time() {
        var endless = "not a only image must requires - . ; ".repeat(30_000);

        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(2), () -> told(500, endless));
    }

    private static FailureKind told(int status, String message) {
        var error = Json.object().put("code", status).put("message", message).put("type", "server_error");
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
