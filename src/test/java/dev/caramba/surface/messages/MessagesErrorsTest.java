package dev.caramba.surface.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesErrorsTest {

    private final MessagesErrors errors = new MessagesErrors();

    @Test
    void a_thread_that_nobody_holds_has_the_code_by_which_clients_send_the_conversation_whole() {
        var reply = errors.of(HttpError.of(Failure.invalid("thread", "the model m does not take it")), "r");

        assertEquals(404, reply.status());
        assertEquals("not_found_error", reply.body().at("/error/type").asText());
        assertEquals(
                "thread_not_found", reply.body().at("/error/details/error_code").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "thread_not_found, 404, not_found_error",
        "file_expired, 404, not_found_error",
        "thread_already_continued, 400, invalid_request_error"
    })
    void what_the_provider_tells_beside_the_message_goes_on(String code, int status, String type) {
        var failure = Failure.of(FailureKind.UNSUPPORTED, "m")
                .withDetails(Optional.of(Json.object().put("error_code", code)));

        var reply = errors.of(HttpError.of(failure), "r");

        assertEquals(status, reply.status());
        assertEquals(type, reply.body().at("/error/type").asText());
        assertEquals(code, reply.body().at("/error/details/error_code").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "413, INVALID_REQUEST, 413, request_too_large",
        "413, CONTEXT_LENGTH, 400, invalid_request_error",
        "400, INVALID_REQUEST, 400, invalid_request_error"
    })
    void a_body_that_is_too_large_for_the_provider_is_told_as_such(
            int answered, FailureKind kind, int status, String type) {
        var failure = Failure.of(kind, "too large").withStatus(answered);
        var attempt = new Attempt(new Target("p", "m"), Optional.of(failure), Duration.ZERO);

        var reply = errors.of(
                new HttpError(
                        kind.status(), kind.type(), kind.code(), Optional.empty(), "m", Map.of(), List.of(attempt)),
                "r");

        assertEquals(status, reply.status());
        assertEquals(type, reply.body().at("/error/type").asText());
    }
}
