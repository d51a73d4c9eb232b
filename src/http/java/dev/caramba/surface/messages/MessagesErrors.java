package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.AttemptJson;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.http.ErrorForm;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes errors in Anthropic's envelope, with its types and statuses. */
@Singleton
final class MessagesErrors implements ErrorForm {

    private static final Pattern POSITION = Pattern.compile("\\[(\\d+)\\]");

    /** The status and type by which clients wait and try again. */
    private static final int OVERLOADED = 529;

    private static final int TOO_LARGE = 413;

    private static final String ERROR_CODE = "error_code";

    /** The code by which clients know that they must send the whole conversation again. */
    private static final String THREAD_NOT_FOUND = "thread_not_found";

    /** Codes of what the caller named and nobody has. */
    private static final Set<String> NOT_FOUND = Set.of(THREAD_NOT_FOUND, "file_expired");

    private static final Set<String> OF_OVERLOAD = Set.of("overloaded", "no_candidate", "stopping");

    /** The words by which clients know that they must shorten the conversation. */
    private static final String TOO_LONG = "prompt is too long: ";

    private static final Set<String> KNOWN_AS_TOO_LONG =
            Set.of("prompt is too long", "input length and `max_tokens` exceed context limit");

    private static final Set<String> MODEL_UNKNOWN = Set.of("model_not_found", "not_found");

    @Override
    public boolean covers(RoutingContext request) {
        return MessagesPaths.areMessages(request);
    }

    @Override
    public Reply of(HttpError error, String requestId) {
        var headers = new HashMap<>(error.headers());
        headers.put(MessagesPaths.REQUEST_ID, requestId);
        return new Reply(statusOf(error), headers, envelope(error, requestId));
    }

    /** Returns the body of an error, and the data of one that ends a stream. */
    static ObjectNode envelope(HttpError error, String requestId) {
        var json = Json.object().put("type", "error");
        var inner = json.putObject("error").put("type", typeOf(error)).put("message", messageOf(error));
        inner.put("code", error.code());
        detailsOf(error).ifPresent(details -> inner.set("details", details));
        inner.set("attempts", AttemptJson.list(error.attempts()));
        return json.put("request_id", requestId);
    }

    /** Returns what the provider told beside the message; for a thread that only its server can continue, what it would tell. */
    private static Optional<ObjectNode> detailsOf(HttpError error) {
        if (isOfThread(error)) {
            return Optional.of(Json.object().put(ERROR_CODE, THREAD_NOT_FOUND));
        }
        return error.details().filter(details -> error.status() == 400);
    }

    private static boolean isOfThread(HttpError error) {
        return error.attempts().isEmpty()
                && error.param().filter(MessagesReader.THREAD::equals).isPresent();
    }

    private static int statusOf(HttpError error) {
        var code = detailsOf(error).map(details -> details.path(ERROR_CODE).asText());
        if (code.filter(NOT_FOUND::contains).isPresent()) {
            return 404;
        }
        if (error.code().equals("invalid_request") && providerFoundItTooLarge(error)) {
            return TOO_LARGE;
        }
        return OF_OVERLOAD.contains(error.code()) ? OVERLOADED : error.status();
    }

    private static boolean providerFoundItTooLarge(HttpError error) {
        return error.attempts().stream()
                .flatMap(attempt -> attempt.failure().stream())
                .filter(failure -> failure.kind() == FailureKind.INVALID_REQUEST)
                .anyMatch(failure ->
                        failure.status().filter(status -> status == TOO_LARGE).isPresent());
    }

    private static String typeOf(HttpError error) {
        return switch (statusOf(error)) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            default -> error.status() >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    private static String messageOf(HttpError error) {
        if (isOfThread(error)) {
            return "thread: whoever can answer does not hold this conversation; send it whole.";
        }
        var message = error.message();
        if (error.code().equals("context_length_exceeded")) {
            var words = message.toLowerCase(Locale.ROOT);
            return KNOWN_AS_TOO_LONG.stream().anyMatch(words::contains) ? message : TOO_LONG + message;
        }
        if (error.status() == 404 && MODEL_UNKNOWN.contains(error.code()) && !message.startsWith("model: ")) {
            return "model: " + message;
        }
        // a field is named as Anthropic names it: messages.0.role
        return error.param()
                .filter(param -> error.attempts().isEmpty() && message.startsWith(param))
                .map(param -> POSITION.matcher(param).replaceAll(".$1") + message.substring(param.length()))
                .orElse(message);
    }
}
