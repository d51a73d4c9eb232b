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
 * What an error means, whoever sends it, in the words of the OpenAI family and of those that took them over. A code or
 * type that says it plainly decides, then the wording, then the status: 429 alone is "wait" as well as "pay", and a 500 is
 * a broken server as well as an image that it cannot see.
 */
public final class CommonErrors {

    /** Codes and types that are plainer than the status. */
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

    /** Types that decide where there is no status: inside a response that began with 200. */
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
     * The failure of a response.
     *
     * @param ownHint reads how long to wait in the provider's own form
     */
    public static Failure of(Reply reply, Function<Reply, Optional<Duration>> ownHint) {
        var error = ErrorBody.read(reply.body());
        var kind = kindOf(reply.status(), error);
        return failure(kind, error, OptionalInt.of(reply.status())).withRetryAfter(RetryHints.of(kind, reply, ownHint));
    }

    /** The kind of an error that came with this status. */
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

    /** The failure that a JSON object of a 200 response tells of, if it tells of one. */
    public static Optional<Failure> in(ObjectNode json) {
        var bare = JsonFields.text(json, "object").filter("error"::equals).isPresent();
        return bare
                        || JsonFields.present(json, "error")
                                .filter(CommonErrors::saysSomething)
                                .isPresent()
                ? Optional.of(inBand(ErrorBody.of(json)))
                : Optional.empty();
    }

    /** The failure of an error inside a 200 response; the status that the error names counts as its own. */
    public static Failure inBand(ErrorBody error) {
        var status = error.status();
        var kind = status.isPresent() ? kindOf(status.getAsInt(), error) : kindWithoutStatus(error);
        return failure(kind, error, status);
    }

    /** The error as a failure, in the provider's own words where it has any. */
    public static Failure failure(FailureKind kind, ErrorBody error, OptionalInt status) {
        var told = status.isPresent() ? Optional.of(status.getAsInt()) : Optional.<Integer>empty();
        var message = error.message()
                .orElseGet(() -> told.map(code -> "the provider answered with status " + code + " and no message")
                        .orElse("the provider told of an error without a message"));
        return new Failure(kind, message, told, Optional.empty(), Optional.empty(), error.param());
    }

    /** Some servers write {@code "error": null}, {@code ""}, {@code {}} or {@code false} where all is well. */
    private static boolean saysSomething(JsonNode error) {
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

    /** Before a status counts against the server, it is looked whether the message speaks of the request. */
    private static Optional<FailureKind> byFault(int status, ErrorBody error) {
        return switch (status) {
            case 400, 404, 413, 415, 422 -> unsupported(RequestFaults.ofAbility(error));
            default -> status >= 500 || status == 424 ? inSpiteOfStatus(error) : Optional.empty();
        };
    }

    private static Optional<FailureKind> inSpiteOfStatus(ErrorBody error) {
        return RequestFaults.isServers(error)
                ? Optional.empty()
                : ErrorPhrases.firstIn(error, ErrorPhrases.CONTEXT_LENGTH)
                        .or(() -> unsupported(RequestFaults.in(error)));
    }

    private static Optional<FailureKind> unsupported(boolean isFault) {
        return isFault ? Optional.of(FailureKind.UNSUPPORTED) : Optional.empty();
    }
}
