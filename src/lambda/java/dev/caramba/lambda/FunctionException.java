package dev.caramba.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caramba.batch.PromptResult;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A failure as Lambda gives it out: {@code errorType} is the name of the class, which says whether it is worth another
 * try, and {@code errorMessage} is the error that would go out over HTTP, as JSON: its status, the seconds to wait when
 * there are some, and its envelope. It has no stack trace.
 */
public abstract class FunctionException extends RuntimeException {

    private static final Logger LOG = Logger.getLogger(FunctionException.class);
    private static final int MAX_DEPTH = 8;

    FunctionException(HttpError error) {
        super(text(error), null, false, false);
    }

    /** What to throw for whatever a function failed with. */
    static FunctionException of(Throwable e, String requestId) {
        return of(errorOf(e, requestId));
    }

    private static FunctionException of(HttpError error) {
        return error.permanent() ? new PermanentException(error) : new RetryableException(error);
    }

    /** The same for a message of a queue, which is not thrown for but delivered again or not. */
    static PromptResult outcome(Throwable e, String requestId) {
        return PromptResult.of(errorOf(e, requestId));
    }

    /** The error in an exception; one that has none is a bug, and logged. */
    private static HttpError errorOf(Throwable e, String requestId) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .orElseGet(() -> internal(e, requestId));
    }

    private static Optional<HttpError> known(Throwable e) {
        // its own message would quote the event
        return e instanceof JsonProcessingException
                ? Optional.of(HttpError.refusal(400, "invalid_request", "The event is not JSON."))
                : HttpError.of(e);
    }

    private static HttpError internal(Throwable e, String requestId) {
        LOG.errorf(e, "%s: failed", requestId);
        return HttpError.INTERNAL;
    }

    private static String text(HttpError error) {
        var json = Json.object().put("status", error.status());
        error.retryAfter().ifPresent(wait -> json.put("retryAfter", wait.toSeconds()));
        json.set("error", error.envelope().get("error"));
        return Json.write(json);
    }
}
