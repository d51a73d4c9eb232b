package dev.caramba.error;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error as the caller gets it over HTTP: a status, headers, and OpenAI's envelope with the attempts that were made.
 *
 * @param message a text for people; it holds no key, no prompt and no stack trace
 * @param details what the provider told beside the message, for surfaces of its own wire format
 */
public record HttpError(
        int status,
        String type,
        String code,
        Optional<String> param,
        String message,
        Map<String, String> headers,
        List<Attempt> attempts,
        Optional<ObjectNode> details) {

    /** Creates an error without details. */
    public HttpError(
            int status,
            String type,
            String code,
            Optional<String> param,
            String message,
            Map<String, String> headers,
            List<Attempt> attempts) {
        this(status, type, code, param, message, headers, attempts, Optional.empty());
    }

    /** An error of the product itself, not of the caller or of a provider. */
    public static final HttpError INTERNAL = new HttpError(
            500,
            "server_error",
            "internal_error",
            Optional.empty(),
            "An error of the server itself; its log tells more under the request id.",
            Map.of(),
            List.of());

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String RETRY_AFTER = "retry-after";

    /** Returns an error for a mistake of the caller's that was found without asking a provider. */
    public static HttpError refusal(int status, String code, String message) {
        return new HttpError(status, INVALID_REQUEST, code, Optional.empty(), message, Map.of(), List.of());
    }

    /** Returns the error for a failure without any attempt. */
    public static HttpError of(Failure failure) {
        return of(failure, List.of());
    }

    /** Returns the error that an exception carries; empty when the exception is not meant for callers. */
    public static Optional<HttpError> of(Throwable e) {
        if (e instanceof HttpErrorException thrown) {
            return Optional.of(thrown.error());
        }
        return e instanceof ProviderException failed ? Optional.of(of(failed.failure())) : Optional.empty();
    }

    /** Returns the error of a failed call, with its attempts. */
    public static HttpError of(Failure failure, CallTrail trail) {
        return of(failure, trail.attempts())
                .withHeaders(trail.notices())
                .withHeader("x-caramba-attempts", Integer.toString(trail.begun()));
    }

    private static HttpError of(Failure failure, List<Attempt> attempts) {
        var kind = failure.kind();
        return new HttpError(
                kind.status(),
                kind.type(),
                kind.code(),
                failure.param(),
                failure.message(),
                retryHeaders(failure, !attempts.isEmpty()),
                attempts,
                failure.details());
    }

    /**
     * Returns headers that steer the retries of clients, which repeat 429 and 5xx by themselves. The headers say when
     * to retry, and when a retry is useless.
     *
     * @param asked whether a provider was asked; an overloaded provider may be free in a second
     */
    private static Map<String, String> retryHeaders(Failure failure, boolean asked) {
        var headers = new LinkedHashMap<String, String>();
        int status = failure.kind().status();
        var temporary = status == 429 || asked && failure.kind() == FailureKind.OVERLOADED;
        if (temporary || status == 503 && failure.retryAfter().isPresent()) {
            headers.put(RETRY_AFTER, Long.toString(wholeSeconds(failure.retryAfter())));
        }
        if (status == 502
                || failure.kind() == FailureKind.QUOTA_EXHAUSTED
                || failure.kind() == FailureKind.CALLER_BUDGET) {
            headers.put("x-should-retry", "false");
        }
        return headers;
    }

    private static long wholeSeconds(Optional<Duration> asked) {
        return asked.map(wait -> wait.getSeconds() + (wait.getNano() > 0 ? 1 : 0))
                .map(seconds -> Math.max(1, seconds))
                .orElse(1L);
    }

    /** Returns the error for what only the shared store knows, while the store is unreachable. */
    public static HttpError storeOutOfReach(String message) {
        return new HttpError(
                503,
                "service_unavailable_error",
                "store_out_of_reach",
                Optional.empty(),
                message,
                Map.of(RETRY_AFTER, "1"),
                List.of());
    }

    /** Returns the error for a token that only its issuer can verify, while the issuer is unreachable. */
    public static HttpError issuerOutOfReach(String message) {
        return new HttpError(
                503,
                "service_unavailable_error",
                "issuer_out_of_reach",
                Optional.empty(),
                message,
                Map.of(RETRY_AFTER, "1"),
                List.of());
    }

    /** Returns the error for a prompt that is being run already. The caller may retry to get its answer. */
    public static HttpError inProgress(Duration left) {
        return refusal(409, "request_in_progress", "A request with the same idempotency key is in progress.")
                .withHeader(RETRY_AFTER, Long.toString(wholeSeconds(Optional.of(left))));
    }

    /**
     * Returns the error for a batch with prompts that are worth another delivery. The others are not run again then.
     */
    public static HttpError unfinished(int prompts, int all, Duration wait) {
        var message = prompts + " of " + all + " prompts are not done; the results of the others are kept.";
        return new HttpError(
                503,
                "service_unavailable_error",
                "batch_unfinished",
                Optional.empty(),
                message,
                Map.of(RETRY_AFTER, Long.toString(wholeSeconds(Optional.of(wait)))),
                List.of());
    }

    /** Returns the error for a result that the sink does not take. */
    public static HttpError sinkOutOfReach() {
        return new HttpError(
                503,
                "service_unavailable_error",
                "sink_out_of_reach",
                Optional.empty(),
                "The result is kept, but the sink does not take it.",
                Map.of(RETRY_AFTER, "5"),
                List.of());
    }

    /** Returns the error for an idempotency key that was used for another request. */
    public static HttpError keyReused() {
        return refusal(422, "idempotency_key_reused", "Another request was sent with the same idempotency key before.");
    }

    /** Returns whether the same request would fail again because the request itself is wrong. */
    public boolean permanent() {
        return status >= 400 && status < 500 && status != 409 && status != 429 && status != 499;
    }

    /** Returns this error with a status that makes a queue or a broker deliver again later, whatever the kind. */
    public HttpError handedBack() {
        var wait = headers.getOrDefault(RETRY_AFTER, "1");
        return new HttpError(
                status == 429 ? 429 : 503, type, code, param, message, Map.of(RETRY_AFTER, wait), attempts);
    }

    /** Returns how long the caller should wait before a retry. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(headers.get(RETRY_AFTER))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** Returns the same error with one more header. */
    public HttpError withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    private HttpError withHeaders(Map<String, String> further) {
        var more = new LinkedHashMap<>(headers);
        more.putAll(further);
        return new HttpError(status, type, code, param, message, Map.copyOf(more), attempts, details);
    }

    /** Returns the same error for a field of the request. */
    public HttpError withParam(String param) {
        return new HttpError(status, type, code, Optional.of(param), message, headers, attempts, details);
    }

    /** Returns an exception that carries this error. */
    public HttpErrorException asException() {
        return new HttpErrorException(this);
    }

    /** Returns the body of the response. */
    public ObjectNode envelope() {
        var envelope = Json.object();
        envelope.set("error", json());
        return envelope;
    }

    /** Returns the object within the envelope. */
    public ObjectNode json() {
        var json = Json.object()
                .put("message", message)
                .put("type", type)
                .put("param", param.orElse(null))
                .put("code", code);
        json.set("attempts", AttemptJson.list(attempts));
        return json;
    }
}
