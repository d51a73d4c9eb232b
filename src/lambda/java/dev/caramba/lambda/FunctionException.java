package dev.caramba.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caramba.edge.HttpError;
import dev.caramba.edge.HttpErrorException;
import dev.caramba.generation.Json;
import dev.caramba.generation.ProviderException;
import java.util.List;
import java.util.Map;
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
    private static final String RETRY_AFTER = "retry-after";

    private static final HttpError INTERNAL = new HttpError(
            500,
            "server_error",
            "internal_error",
            Optional.empty(),
            "An error of the function itself; its log tells more under the request id.",
            Map.of(),
            List.of());

    FunctionException(HttpError error) {
        super(text(error), null, false, false);
    }

    /** What to throw for whatever a function failed with. */
    static FunctionException of(Throwable e, String requestId) {
        return of(errorOf(e, requestId));
    }

    private static FunctionException of(HttpError error) {
        return permanent(error) ? new PermanentException(error) : new RetryableException(error);
    }

    /** Whether the same request would fail again: something is wrong with the request itself. */
    static boolean permanent(HttpError error) {
        return error.status() >= 400 && error.status() < 500 && error.status() != 429 && error.status() != 499;
    }

    /** The error in an exception; one that has none is a bug, and logged. */
    static HttpError errorOf(Throwable e, String requestId) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .orElseGet(() -> internal(e, requestId));
    }

    private static Optional<HttpError> known(Throwable e) {
        if (e instanceof HttpErrorException ours) {
            return Optional.of(ours.error());
        }
        if (e instanceof ProviderException failed) {
            return Optional.of(HttpError.of(failed.failure()));
        }
        // its own message would quote the event
        return e instanceof JsonProcessingException
                ? Optional.of(HttpError.refusal(400, "invalid_request", "The event is not JSON."))
                : Optional.empty();
    }

    private static HttpError internal(Throwable e, String requestId) {
        LOG.errorf(e, "%s: failed", requestId);
        return INTERNAL;
    }

    private static String text(HttpError error) {
        var json = Json.object().put("status", error.status());
        Optional.ofNullable(error.headers().get(RETRY_AFTER))
                .ifPresent(seconds -> json.put("retryAfter", Long.parseLong(seconds)));
        json.set("error", error.envelope().get("error"));
        return Json.write(json);
    }
}
