package dev.caramba.lambda;

import dev.caramba.batch.PromptResult;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A failure in the form that Lambda reports. {@code errorType} is the name of the class, which says whether the request
 * is worth another try. {@code errorMessage} is the error that would be sent over HTTP. It is JSON with the status, the
 * seconds to wait if there are any, and the envelope. The exception has no stack trace.
 */
public abstract class FunctionException extends RuntimeException {

    private static final Logger LOG = Logger.getLogger(FunctionException.class);
    private static final int MAX_DEPTH = 8;

    FunctionException(HttpError error) {
        super(text(error), null, false, false);
    }

    /** Returns the exception to throw when a function has failed. */
    static FunctionException of(Throwable e, String requestId) {
        return of(errorOf(e, requestId));
    }

    private static FunctionException of(HttpError error) {
        return error.permanent() ? new PermanentException(error) : new RetryableException(error);
    }

    /**
     * Returns the result of a message that has failed. A message causes no exception; the queue delivers it again or
     * not.
     */
    static PromptResult outcome(Throwable e, String requestId) {
        return PromptResult.of(errorOf(e, requestId));
    }

    /** Returns the error in an exception. An exception without one is a bug and is logged. */
    private static HttpError errorOf(Throwable e, String requestId) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .flatMap(cause -> HttpError.of(cause).stream())
                .findFirst()
                .orElseGet(() -> internal(e, requestId));
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
