package dev.caramba.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpErrorTest {

    /** The wait that was told in milliseconds, and the headers that clients get. */
    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,      , 400,  ,",
        "UNSUPPORTED,          , 400,  ,",
        "UNREADABLE,           , 400,  ,",
        "CONTEXT_LENGTH,       , 400,  ,",
        "CONTENT_FILTER,       , 400,  ,",
        "AUTHENTICATION,       , 502,  , false",
        "PERMISSION,           , 502,  , false",
        "QUOTA_EXHAUSTED,      , 429, 1, false",
        "QUOTA_EXHAUSTED, 60000, 429, 60, false",
        "CALLER_BUDGET,   60000, 429, 60, false",
        "CALLER_LIMIT,    60000, 429, 60,",
        "NOT_FOUND,            , 404,  ,",
        "RATE_LIMITED,         , 429, 1,",
        "RATE_LIMITED,        0, 429, 1,",
        "RATE_LIMITED,        1, 429, 1,",
        "RATE_LIMITED,     1000, 429, 1,",
        "RATE_LIMITED,     1001, 429, 2,",
        "OVERLOADED,           , 503, 1,",
        "OVERLOADED,       2500, 503, 3,",
        "UNAVAILABLE,          , 502,  , false",
        "UNAVAILABLE,      2500, 502,  , false",
        "NETWORK,              , 502,  , false",
        "TIMEOUT,              , 504,  ,",
        "PROTOCOL,             , 502,  , false",
        "NO_CANDIDATE,         , 503,  ,",
        "NO_CANDIDATE,     4001, 503, 5,",
        "STOPPING,         1000, 503, 1,",
    })
    void tells_clients_whether_and_when_to_retry(
            FailureKind kind, Long waitMs, int status, String retryAfter, String shouldRetry) {
        var failure =
                Failure.of(kind, "m").withRetryAfter(Optional.ofNullable(waitMs).map(Duration::ofMillis));

        var error = HttpError.of(failure, asked(failure));

        assertEquals(status, error.status());
        assertEquals(retryAfter, error.headers().get("retry-after"));
        assertEquals(shouldRetry, error.headers().get("x-should-retry"));
    }

    @Test
    void says_what_happened_in_openais_envelope() {
        var failure = Failure.of(FailureKind.CONTEXT_LENGTH, "too long")
                .withStatus(400)
                .withParam("messages");

        var error = HttpError.of(failure, asked(failure));

        assertEquals(Json.object("""
                        {"error":{"message":"too long","type":"invalid_request_error","param":"messages",
                         "code":"context_length_exceeded","attempts":[{"provider":"openai","model":"gpt-4o",
                         "outcome":"context_length","status":400,"latencyMs":15}]}}
                        """.replace("\n", "")), Json.object(Json.write(error.envelope())));
        assertEquals(Map.of("x-caramba-attempts", "1"), error.headers());
    }

    @Test
    void an_attempt_without_an_answer_has_no_status() {
        var failure = Failure.of(FailureKind.NETWORK, "refused");
        var trail = new CallTrail();
        trail.add(new Attempt(new Target("a", "b"), Optional.of(failure), Duration.ZERO));

        var error = HttpError.of(failure, trail).envelope().get("error");

        assertEquals(true, error.get("attempts").get(0).get("status").isNull());
        assertEquals(true, error.get("param").isNull());
    }

    private static CallTrail asked(Failure failure) {
        var trail = new CallTrail();
        trail.begin();
        trail.add(new Attempt(new Target("openai", "gpt-4o"), Optional.of(failure), Duration.ofMillis(15)));
        return trail;
    }
}
