package dev.caramba.generation;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an attempt or a call failed.
 *
 * @param message for people; holds no key and no prompt
 * @param status the provider's HTTP status, where there was one
 * @param retryAfter how long the provider asked to be left alone
 * @param requestId the provider's id of the request
 * @param param the field of the request that is at fault
 */
public record Failure(
        FailureKind kind,
        String message,
        Optional<Integer> status,
        Optional<Duration> retryAfter,
        Optional<String> requestId,
        Optional<String> param) {

    public static Failure of(FailureKind kind, String message) {
        return new Failure(kind, message, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A request that cannot be served as it is, with the field at fault. */
    public static Failure invalid(String param, String message) {
        return of(FailureKind.INVALID_REQUEST, message).withParam(param);
    }

    public Failure withMessage(String message) {
        return new Failure(kind, message, status, retryAfter, requestId, param);
    }

    public Failure withStatus(int status) {
        return new Failure(kind, message, Optional.of(status), retryAfter, requestId, param);
    }

    public Failure withRetryAfter(Optional<Duration> retryAfter) {
        return new Failure(kind, message, status, retryAfter, requestId, param);
    }

    public Failure withRequestId(Optional<String> requestId) {
        return new Failure(kind, message, status, retryAfter, requestId, param);
    }

    public Failure withParam(String param) {
        return new Failure(kind, message, status, retryAfter, requestId, Optional.of(param));
    }

    /** This failure as something to throw. */
    public ProviderException asException() {
        return new ProviderException(this);
    }
}
