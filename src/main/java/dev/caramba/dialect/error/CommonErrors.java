package dev.caramba.dialect.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.Reply;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Classifies errors of any provider by the terms of the OpenAI family, which many providers have adopted. A clear code
 * or type decides first, then the wording, then the status. The status alone is ambiguous: 429 can mean "wait" or
 * "pay", and 500 can mean a broken server or an image that the model cannot see.
 */
public final class CommonErrors {

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
        return tooLarge(status, error)
                .or(() -> ErrorCodes.plain(error))
                .map(kind -> status >= 500 && kind == FailureKind.RATE_LIMITED ? FailureKind.OVERLOADED : kind)
                .or(() -> byWording(status, error))
                .or(() -> byFault(status, error))
                .orElseGet(() -> StatusKinds.of(status));
    }

    /** Returns the failure that a JSON object of a 200 response reports, if any. */
    public static Optional<Failure> in(ObjectNode json) {
        var ofMiniMax = ErrorBody.ofMiniMax(json);
        if (ofMiniMax.isPresent()) {
            var error = ofMiniMax.get();
            return Optional.of(failure(ErrorCodes.ofMiniMax(error), error, OptionalInt.empty()));
        }
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
        return ErrorCodes.plain(error)
                .or(() -> fullWindow(FullWindow.coded(error) || FullWindow.worded(error)))
                .or(() -> ErrorPhrases.firstIn(
                        error,
                        ErrorPhrases.FOREIGN_THOUGHT,
                        ErrorPhrases.NOT_FOUND,
                        ErrorPhrases.BAD_KEY,
                        ErrorPhrases.QUOTA,
                        ErrorPhrases.OF_THE_MODEL))
                .or(() -> unsupported(RequestFaults.ofAbility(error)))
                .or(() -> ErrorCodes.withoutStatus(error))
                .or(() -> unsupported(RequestFaults.in(error)))
                .or(() -> ErrorPhrases.firstIn(error, ErrorPhrases.OVERLOAD))
                .orElse(FailureKind.UNAVAILABLE);
    }

    /** A request that is larger than a whole limit per minute has the code of a rate limit, but no wait helps. */
    private static Optional<FailureKind> tooLarge(int status, ErrorBody error) {
        return fullWindow(status == 413 && FullWindow.beyondWholeLimit(error));
    }

    private static Optional<FailureKind> byWording(int status, ErrorBody error) {
        return switch (status) {
            case 404 -> ErrorPhrases.firstIn(error, ErrorPhrases.FOREIGN_THOUGHT);
            case 400, 413, 422 ->
                fullWindow(FullWindow.coded(error) || FullWindow.worded(error))
                        .or(() -> ErrorPhrases.firstIn(
                                error,
                                ErrorPhrases.FOREIGN_THOUGHT,
                                ErrorPhrases.NOT_FOUND,
                                ErrorPhrases.UNLOADED,
                                ErrorPhrases.BAD_KEY,
                                ErrorPhrases.OF_THE_MODEL,
                                ErrorPhrases.CRASH));
            case 403 -> ErrorPhrases.firstIn(error, ErrorPhrases.BAD_KEY, ErrorPhrases.OUT_OF_CREDIT);
            case 412 -> ErrorPhrases.firstIn(error, ErrorPhrases.SUSPENDED);
            case 429 ->
                ErrorPhrases.firstIn(
                        error, ErrorPhrases.QUOTA, ErrorPhrases.OUT_OF_CREDIT, ErrorPhrases.OVERLOADED_MODEL);
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
                : fullWindow(FullWindow.coded(error) || FullWindow.worded(error))
                        .or(() -> unsupported(RequestFaults.in(error)));
    }

    private static Optional<FailureKind> fullWindow(boolean isFull) {
        return isFull ? Optional.of(FailureKind.CONTEXT_LENGTH) : Optional.empty();
    }

    private static Optional<FailureKind> unsupported(boolean isFault) {
        return isFault ? Optional.of(FailureKind.UNSUPPORTED) : Optional.empty();
    }
}
