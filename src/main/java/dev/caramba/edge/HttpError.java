package dev.caramba.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error as it goes out over HTTP: a status, headers, and OpenAI's envelope with the attempts that were made.
 *
 * @param message for people; holds no key, no prompt and no stack trace
 */
public record HttpError(
        int status,
        String type,
        String code,
        Optional<String> param,
        String message,
        Map<String, String> headers,
        List<Attempt> attempts) {

    private static final String INVALID_REQUEST = "invalid_request_error";

    /** The caller's own mistake, found without asking a provider. */
    public static HttpError refusal(int status, String code, String message) {
        return new HttpError(status, INVALID_REQUEST, code, Optional.empty(), message, Map.of(), List.of());
    }

    /** A failure that no attempt was made for. */
    public static HttpError of(Failure failure) {
        return of(failure, List.of());
    }

    /** A failed call. */
    public static HttpError of(Failure failure, CallTrail trail) {
        return of(failure, trail.attempts()).withHeader("x-caramba-attempts", Integer.toString(trail.begun()));
    }

    private static HttpError of(Failure failure, List<Attempt> attempts) {
        var kind = failure.kind();
        return new HttpError(
                kind.status(),
                kind.type(),
                kind.code(),
                failure.param(),
                failure.message(),
                retryHeaders(failure),
                attempts);
    }

    /** Clients retry 429 and 5xx by themselves: here they learn when, and when it is of no use. */
    private static Map<String, String> retryHeaders(Failure failure) {
        var headers = new LinkedHashMap<String, String>();
        int status = failure.kind().status();
        if (status == 429 || status == 503 && failure.retryAfter().isPresent()) {
            headers.put("retry-after", Long.toString(wholeSeconds(failure)));
        }
        if (status == 502 || failure.kind() == FailureKind.QUOTA_EXHAUSTED) {
            headers.put("x-should-retry", "false");
        }
        return headers;
    }

    private static long wholeSeconds(Failure failure) {
        return failure.retryAfter()
                .map(wait -> wait.getSeconds() + (wait.getNano() > 0 ? 1 : 0))
                .map(seconds -> Math.max(1, seconds))
                .orElse(1L);
    }

    /** The same error with one more header. */
    public HttpError withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpError(status, type, code, param, message, Map.copyOf(more), attempts);
    }

    /** The same error, at a field of the request. */
    public HttpError withParam(String param) {
        return new HttpError(status, type, code, Optional.of(param), message, headers, attempts);
    }

    /** This error as something to throw. */
    public HttpErrorException asException() {
        return new HttpErrorException(this);
    }

    /** The body. */
    public ObjectNode envelope() {
        var envelope = Json.object();
        envelope.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param.orElse(null))
                .put("code", code)
                .set("attempts", AttemptJson.list(attempts));
        return envelope;
    }
}
