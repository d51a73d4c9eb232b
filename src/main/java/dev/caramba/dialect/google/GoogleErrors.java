package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.dialect.error.ErrorBody;
import dev.caramba.dialect.error.ErrorPhrases;
import dev.caramba.dialect.error.RetryHints;
import dev.caramba.dialect.error.StatusKinds;
import dev.caramba.dialect.error.WaitTimes;
import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Classifies Google's errors: a wrong key has status 400, and a 429 may last a minute or until midnight. */
final class GoogleErrors {

    /** Reasons and status words that are clearer than the status. */
    private static final Map<String, FailureKind> PLAIN = Map.of(
            "api_key_invalid", FailureKind.AUTHENTICATION,
            "failed_precondition", FailureKind.PERMISSION,
            "unavailable", FailureKind.OVERLOADED);

    private GoogleErrors() {}

    /** Returns the failure that a response means. */
    static Failure of(Reply reply) {
        var error = ErrorBody.read(reply.body());
        var details = Json.parse(reply.body()).map(GoogleErrors::detailsOf).orElse(MissingNode.getInstance());
        var kind = reply.status() < 400 ? StatusKinds.of(reply.status()) : kindOf(reply.status(), error, details);
        return CommonErrors.failure(kind, error, OptionalInt.of(reply.status()))
                .withRetryAfter(RetryHints.of(kind, reply, ignored -> retryDelay(details)));
    }

    /** Throws the failure when this part of a 200 response is an error. */
    static void throwIfFailed(JsonNode json) {
        if (json.path("error").isObject()) {
            var error = ErrorBody.of(json);
            var details = detailsOf(json);
            throw error.status().isPresent()
                    ? CommonErrors.failure(kindOf(error.status().getAsInt(), error, details), error, error.status())
                            .asException()
                    : CommonErrors.inBand(error).asException();
        }
    }

    private static FailureKind kindOf(int status, ErrorBody error, JsonNode details) {
        if (isPerDay(details)) {
            return FailureKind.QUOTA_EXHAUSTED;
        }
        return Optional.ofNullable(PLAIN.get(error.code()))
                .or(() -> Optional.ofNullable(PLAIN.get(error.type())))
                .or(() -> ErrorPhrases.firstIn(error, ErrorPhrases.QUOTA))
                .orElseGet(() -> CommonErrors.kindOf(status, error));
    }

    private static boolean isPerDay(JsonNode details) {
        return items(details)
                .flatMap(detail -> items(detail.path("violations")))
                .anyMatch(violation -> violation.path("quotaId").asText().contains("PerDay"));
    }

    private static Optional<Duration> retryDelay(JsonNode details) {
        return items(details)
                .flatMap(detail -> JsonFields.text(detail, "retryDelay").stream())
                .findFirst()
                .flatMap(WaitTimes::ofUnits);
    }

    /** Returns the details of an error. A stream that never began wraps its error into a list. */
    private static JsonNode detailsOf(JsonNode json) {
        var root = json.isArray() ? json.path(0) : json;
        return root.path("error").path("details");
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
