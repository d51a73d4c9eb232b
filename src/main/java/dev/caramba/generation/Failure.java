package dev.caramba.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * The failure of an attempt or a call.
 *
 * @param message a text for people, without any key or prompt
 * @param status the provider's HTTP status; empty when no response came
 * @param retryAfter how long to wait before the next request
 * @param requestId the provider's id for the request
 * @param param the field of the request that is at fault
 * @param details what the provider told beside the message, for callers who speak its wire format
 */
public record Failure(
        FailureKind kind,
        String message,
        Optional<Integer> status,
        Optional<Duration> retryAfter,
        Optional<String> requestId,
        Optional<String> param,
        Optional<ObjectNode> details) {

    /** Creates a failure without details. */
    public Failure(
            FailureKind kind,
            String message,
            Optional<Integer> status,
            Optional<Duration> retryAfter,
            Optional<String> requestId,
            Optional<String> param) {
        this(kind, message, status, retryAfter, requestId, param, Optional.empty());
    }

    public static Failure of(FailureKind kind, String message) {
        return new Failure(kind, message, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the failure of a request that cannot be served as it is, with the field at fault. */
    public static Failure invalid(String param, String message) {
        return of(FailureKind.INVALID_REQUEST, message).withParam(param);
    }

    public Failure withKind(FailureKind kind) {
        return new Failure(kind, message, status, retryAfter, requestId, param, details);
    }

    public Failure withMessage(String message) {
        return new Failure(kind, message, status, retryAfter, requestId, param, details);
    }

    public Failure withStatus(int status) {
        return new Failure(kind, message, Optional.of(status), retryAfter, requestId, param, details);
    }

    public Failure withRetryAfter(Optional<Duration> retryAfter) {
        return new Failure(kind, message, status, retryAfter, requestId, param, details);
    }

    public Failure withRequestId(Optional<String> requestId) {
        return new Failure(kind, message, status, retryAfter, requestId, param, details);
    }

    public Failure withParam(String param) {
        return new Failure(kind, message, status, retryAfter, requestId, Optional.of(param), details);
    }

    public Failure withDetails(Optional<ObjectNode> details) {
        return new Failure(kind, message, status, retryAfter, requestId, param, details);
    }

    /** Returns an exception that carries this failure. */
    public ProviderException asException() {
        return new ProviderException(this);
    }
}
