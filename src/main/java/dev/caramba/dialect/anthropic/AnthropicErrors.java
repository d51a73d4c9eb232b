package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.dialect.error.ErrorBody;
import dev.caramba.dialect.error.ErrorPhrases;
import dev.caramba.dialect.error.RateLimitBuckets;
import dev.caramba.dialect.error.RetryHints;
import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Classifies Anthropic's errors: many with status 400 or 429 concern the account, as the error code or the wording
 * shows.
 */
final class AnthropicErrors {

    private static final Map<String, FailureKind> BY_CODE = Map.of(
            "organization_on_hold", FailureKind.PERMISSION,
            "enforced_spend_limit_reached", FailureKind.QUOTA_EXHAUSTED,
            "contract_spend_limit_reached", FailureKind.QUOTA_EXHAUSTED,
            "linked_organization_spend_limit_reached", FailureKind.QUOTA_EXHAUSTED,
            "linked_organization_billing_unavailable", FailureKind.QUOTA_EXHAUSTED);

    private AnthropicErrors() {}

    /** Returns the failure that a response means. */
    static Failure of(Reply reply) {
        var error = ErrorBody.read(reply.body());
        var kind = ofAccount(error)
                .filter(known -> reply.status() >= 400)
                .or(() -> ofTheCaller(reply, error))
                .or(() -> ofThought(error).filter(known -> reply.status() == 400))
                .orElseGet(() -> CommonErrors.kindOf(reply.status(), error));
        return CommonErrors.failure(kind, error, OptionalInt.of(reply.status()))
                .withRetryAfter(RetryHints.of(kind, reply, RateLimitBuckets.ANTHROPIC::exhaustedFor))
                .withRequestId(Json.object(reply.body()).flatMap(AnthropicErrors::requestId))
                .withDetails(Json.object(reply.body()).flatMap(AnthropicErrors::details));
    }

    /** Throws the failure when this part of a 200 response is an error. */
    static void throwIfFailed(JsonNode json, String type) {
        if (type.equals("error") || json.path("error").isObject()) {
            var error = ErrorBody.of(json);
            throw ofAccount(error)
                    .or(() -> ofThought(error))
                    .map(kind -> CommonErrors.failure(kind, error, error.status()))
                    .orElseGet(() -> CommonErrors.inBand(error))
                    .withRequestId(requestId(json))
                    .asException();
        }
    }

    private static Optional<FailureKind> ofAccount(ErrorBody error) {
        return Optional.ofNullable(BY_CODE.get(error.code()))
                .or(() -> Optional.of(FailureKind.QUOTA_EXHAUSTED)
                        .filter(kind -> error.type().equals("billing_error")))
                .or(() -> ErrorPhrases.firstIn(error, ErrorPhrases.QUOTA, ErrorPhrases.DISABLED));
    }

    /**
     * What is not found is the model, unless a code names something else: then the caller's thread or file has expired or
     * is another account's, and the model is there.
     */
    private static Optional<FailureKind> ofTheCaller(Reply reply, ErrorBody error) {
        return Optional.of(FailureKind.UNSUPPORTED)
                .filter(kind -> reply.status() == 404
                        && !error.code().isEmpty()
                        && !error.code().contains("model"));
    }

    /** Returns the kind when the message names the signature of a thought, which goes back to its maker alone. */
    private static Optional<FailureKind> ofThought(ErrorBody error) {
        var message = error.message().orElse("").toLowerCase(Locale.ROOT);
        boolean ofRequest = error.type().isEmpty() || error.type().equals("invalid_request_error");
        return ofRequest && message.contains("signature") && message.contains("thinking")
                ? Optional.of(FailureKind.UNREADABLE)
                : Optional.empty();
    }

    private static Optional<ObjectNode> details(JsonNode json) {
        return json.path("error").path("details") instanceof ObjectNode details
                ? Optional.of(details)
                : Optional.empty();
    }

    private static Optional<String> requestId(JsonNode json) {
        return JsonFields.text(json, "request_id");
    }
}
