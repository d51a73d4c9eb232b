package dev.caramba.dialect.error;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.Reply;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Classifies errors of any provider by the terms of the OpenAI family, which many providers have adopted. A clear code
 * or type decides first, then the wording, then the status. The status alone is ambiguous: 429 can mean "wait" or
 * "pay", and 500 can mean a broken server or an image that the model cannot see.
 */
public final class CommonErrors {

    /** Codes and types that are clearer than the status. */
    private static final Map<String, FailureKind> PLAIN = Map.ofEntries(
            entry("context_length_exceeded", FailureKind.CONTEXT_LENGTH),
            entry("exceed_context_size_error", FailureKind.CONTEXT_LENGTH),
            entry("invalid_prompt", FailureKind.CONTENT_FILTER),
            entry("content_policy_violation", FailureKind.CONTENT_FILTER),
            entry("content_filter", FailureKind.CONTENT_FILTER),
            entry("insufficient_quota", FailureKind.QUOTA_EXHAUSTED),
            entry("credit_balance_exhausted", FailureKind.QUOTA_EXHAUSTED),
            entry("organization_spend_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
            entry("project_spend_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
            entry("organization_usage_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
            entry("billing_hard_limit_reached", FailureKind.QUOTA_EXHAUSTED),
            entry("billing_not_active", FailureKind.QUOTA_EXHAUSTED),
            entry("invalid_api_key", FailureKind.AUTHENTICATION),
            entry("unsupported_country_region_territory", FailureKind.PERMISSION),
            entry("model_not_found", FailureKind.NOT_FOUND),
            entry("model_not_supported", FailureKind.NOT_FOUND),
            entry("rate_limit_exceeded", FailureKind.RATE_LIMITED),
            entry("slow_down", FailureKind.RATE_LIMITED),
            entry("server_is_overloaded", FailureKind.OVERLOADED),
            entry("service_unavailable_error", FailureKind.OVERLOADED),
            entry("overloaded_error", FailureKind.OVERLOADED),
            entry("overloaded", FailureKind.OVERLOADED));

    /** Types that decide where no status does: inside a response that began with 200. */
    private static final Map<String, FailureKind> WITHOUT_STATUS = Map.ofEntries(
            entry("invalid_request_error", FailureKind.INVALID_REQUEST),
            entry("badrequesterror", FailureKind.INVALID_REQUEST),
            entry("validation", FailureKind.INVALID_REQUEST),
            entry("authentication_error", FailureKind.AUTHENTICATION),
            entry("permission_error", FailureKind.PERMISSION),
            entry("not_found_error", FailureKind.NOT_FOUND),
            entry("notfounderror", FailureKind.NOT_FOUND),
            entry("rate_limit_error", FailureKind.RATE_LIMITED),
            entry("timeout_error", FailureKind.TIMEOUT));

    private CommonErrors() {}

    /**
     * Returns the failure that a response means.
     *
     * @param ownHint reads the time to wait from the provider's own form
     */
    public static Failure of(Reply reply, Function<Reply, Optional<Duration>> ownHint) {
        var error = ErrorBody.read(reply.body());
        var kind = kindOf(reply.status(), error);
        return failure(kind, error, OptionalInt.of(reply.status())).withRetryAfter(RetryHints.of(kind, reply, ownHint));
    }

    /** Returns the kind of an error with this status. */
    public static FailureKind kindOf(int status, ErrorBody error) {
        if (status < 400) {
            return StatusKinds.of(status);
        }
        return plain(error)
                .map(kind -> status >= 500 && kind == FailureKind.RATE_LIMITED ? FailureKind.OVERLOADED : kind)
                .or(() -> byWording(status, error))
                .or(() -> byFault(status, error))
                .orElseGet(() -> StatusKinds.of(status));
    }

    /** Returns the failure that a JSON object of a 200 response reports, if any. */
    public static Optional<Failure> in(ObjectNode json) {
        var bare = JsonFields.text(json, "object").filter("error"::equals).isPresent();
        return bare
                        || JsonFields.present(json, "error")
                                .filter(CommonErrors::reportsError)
                                .isPresent()
                ? Optional.of(inBand(ErrorBody.of(json)))
                : Optional.empty();
    }

    /**
     * Returns the failure that an error inside a 200 response means. A status that the error names counts like the
     * status of a response.
     */
    public static Failure inBand(ErrorBody error) {
        var status = error.status();
        var kind = status.isPresent() ? kindOf(status.getAsInt(), error) : kindWithoutStatus(error);
        return failure(kind, error, status);
    }

    /** Returns the error as a failure, with the provider's own message where there is one. */
    public static Failure failure(FailureKind kind, ErrorBody error, OptionalInt status) {
        var reported = status.isPresent() ? Optional.of(status.getAsInt()) : Optional.<Integer>empty();
        var message = error.message()
                .orElseGet(() -> reported.map(code -> "the provider answered with status " + code + " and no message")
                        .orElse("the provider told of an error without a message"));
        return new Failure(kind, message, reported, Optional.empty(), Optional.empty(), error.param());
    }

    /**
     * Returns whether the field reports an error. Some servers write {@code "error": null}, {@code ""}, {@code {}} or
     * {@code false} in a successful answer.
     */
    private static boolean reportsError(JsonNode error) {
        return error.isContainerNode()
                ? !error.isEmpty()
                : error.asBoolean(!error.asText().isBlank());
    }

    private static FailureKind kindWithoutStatus(ErrorBody error) {
        return plain(error)
                .or(() -> ErrorPhrases.firstIn(
                        error,
                        ErrorPhrases.CONTEXT_LENGTH,
                        ErrorPhrases.NOT_FOUND,
                        ErrorPhrases.BAD_KEY,
                        ErrorPhrases.QUOTA))
                .or(() -> unsupported(RequestFaults.ofAbility(error)))
                .or(() -> Optional.ofNullable(WITHOUT_STATUS.get(error.type())))
                .or(() -> unsupported(RequestFaults.in(error)))
                .or(() -> ErrorPhrases.firstIn(error, ErrorPhrases.OVERLOAD))
                .orElse(FailureKind.UNAVAILABLE);
    }

    private static Optional<FailureKind> plain(ErrorBody error) {
        return Optional.ofNullable(PLAIN.get(error.code())).or(() -> Optional.ofNullable(PLAIN.get(error.type())));
    }

    private static Optional<FailureKind> byWording(int status, ErrorBody error) {
        return switch (status) {
            case 400, 413, 422 ->
                ErrorPhrases.firstIn(error, ErrorPhrases.CONTEXT_LENGTH, ErrorPhrases.NOT_FOUND, ErrorPhrases.BAD_KEY);
            case 403 -> ErrorPhrases.firstIn(error, ErrorPhrases.BAD_KEY);
            case 429 -> ErrorPhrases.firstIn(error, ErrorPhrases.QUOTA);
            case 503 -> ErrorPhrases.firstIn(error, ErrorPhrases.OVERLOAD);
            default -> Optional.empty();
        };
    }

    /** Returns the kind when the message blames the request, before the status counts against the server. */
    private static Optional<FailureKind> byFault(int status, ErrorBody error) {
        return switch (status) {
            case 400, 404, 413, 415, 422 -> unsupported(RequestFaults.ofAbility(error));
            default -> status >= 500 || status == 424 ? despiteStatus(error) : Optional.empty();
        };
    }

    private static Optional<FailureKind> despiteStatus(ErrorBody error) {
        return RequestFaults.isServers(error)
                ? Optional.empty()
                : ErrorPhrases.firstIn(error, ErrorPhrases.CONTEXT_LENGTH)
                        .or(() -> unsupported(RequestFaults.in(error)));
    }

    private static Optional<FailureKind> unsupported(boolean isFault) {
        return isFault ? Optional.of(FailureKind.UNSUPPORTED) : Optional.empty();
    }
}
