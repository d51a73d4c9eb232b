package dev.caramba.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionExceptionTest {

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_failure_is_permanent_where_something_is_wrong_with_the_request(FailureKind kind) {
        var thrown = of(HttpError.of(Failure.of(kind, "why")).asException());

        var permanent = switch (kind) {
            case INVALID_REQUEST, UNSUPPORTED, UNREADABLE, CONTEXT_LENGTH, CONTENT_FILTER, NOT_FOUND -> true;
            default -> false;
        };
        assertEquals(permanent ? PermanentException.class : RetryableException.class, thrown.getClass());
        assertEquals(0, thrown.getStackTrace().length);
    }

    @Test
    void tells_how_long_to_wait() {
        var limited =
                Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(Duration.ofMillis(6_100)));

        var thrown = of(new IllegalStateException(HttpError.of(limited).asException()));

        var message = Json.object(thrown.getMessage()).orElseThrow();
        assertEquals(429, message.path("status").asInt());
        assertEquals(7, message.path("retryAfter").asInt());
        assertEquals("slow down", message.at("/error/message").asText());
    }

    @Test
    void does_not_tell_what_is_wrong_with_the_function_itself() {
        var thrown = of(new IllegalStateException("secret"));

        assertInstanceOf(RetryableException.class, thrown);
        assertFalse(thrown.getMessage().contains("secret"), thrown::getMessage);
    }

    private static FunctionException of(Throwable e) {
        return FunctionException.of(e, "request");
    }
}
