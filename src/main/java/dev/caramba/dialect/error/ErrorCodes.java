package dev.caramba.dialect.error;

import static java.util.Map.entry;

import dev.caramba.generation.FailureKind;
import java.util.Map;
import java.util.Optional;

/** The codes and types of errors whose meaning is known, in lower case. */
final class ErrorCodes {

    /** Codes and types that are clearer than the status. */
    private static final Map<String, FailureKind> PLAIN = Map.ofEntries(
            entry("context_length_exceeded", FailureKind.CONTEXT_LENGTH),
            entry("exceed_context_size_error", FailureKind.CONTEXT_LENGTH),
            entry("invalid_encrypted_content", FailureKind.UNREADABLE),
            entry("invalid_prompt", FailureKind.CONTENT_FILTER),
            entry("content_policy_violation", FailureKind.CONTENT_FILTER),
            entry("content_filter", FailureKind.CONTENT_FILTER),
            entry("data_inspection_failed", FailureKind.CONTENT_FILTER),
            entry("datainspectionfailed", FailureKind.CONTENT_FILTER),
            entry("insufficient_quota", FailureKind.QUOTA_EXHAUSTED),
            entry("credit_balance_exhausted", FailureKind.QUOTA_EXHAUSTED),
            entry("organization_spend_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
            entry("project_spend_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
            entry("organization_usage_limit_exceeded", FailureKind.QUOTA_EXHAUSTED),
            entry("billing_hard_limit_reached", FailureKind.QUOTA_EXHAUSTED),
            entry("billing_not_active", FailureKind.QUOTA_EXHAUSTED),
            entry("exceeded_current_quota_error", FailureKind.QUOTA_EXHAUSTED),
            entry("insufficient_balance_error", FailureKind.QUOTA_EXHAUSTED),
            entry("arrearage", FailureKind.QUOTA_EXHAUSTED),
            entry("allocationquota.freetieronly", FailureKind.QUOTA_EXHAUSTED),
            entry("invalid_api_key", FailureKind.AUTHENTICATION),
            entry("unsupported_country_region_territory", FailureKind.PERMISSION),
            entry("model_not_found", FailureKind.NOT_FOUND),
            entry("model_not_supported", FailureKind.NOT_FOUND),
            entry("model_not_available", FailureKind.NOT_FOUND),
            entry("rate_limit_exceeded", FailureKind.RATE_LIMITED),
            entry("rate_limit_reached_error", FailureKind.RATE_LIMITED),
            entry("token_quota_exceeded", FailureKind.RATE_LIMITED),
            entry("openrouter_in_flight_budget", FailureKind.RATE_LIMITED),
            entry("slow_down", FailureKind.RATE_LIMITED),
            entry("server_is_overloaded", FailureKind.OVERLOADED),
            entry("service_unavailable_error", FailureKind.OVERLOADED),
            entry("overloaded_error", FailureKind.OVERLOADED),
            entry("engine_overloaded_error", FailureKind.OVERLOADED),
            entry("overloaded", FailureKind.OVERLOADED),
            entry("queue_exceeded", FailureKind.OVERLOADED),
            entry("capacity_exceeded", FailureKind.OVERLOADED),
            entry("service_tier_capacity_exceeded", FailureKind.OVERLOADED),
            // The model wrote what is no call or does not match the schema; Groq quotes it as failed_generation.
            entry("tool_use_failed", FailureKind.PROTOCOL),
            entry("json_validate_failed", FailureKind.PROTOCOL),
            entry("output_parse_failed", FailureKind.PROTOCOL),
            entry(ErrorBody.FAILED_GENERATION, FailureKind.PROTOCOL),
            // Mistral
            entry("3505", FailureKind.OVERLOADED),
            // GLM
            entry("1113", FailureKind.QUOTA_EXHAUSTED),
            entry("1304", FailureKind.QUOTA_EXHAUSTED),
            entry("1308", FailureKind.QUOTA_EXHAUSTED),
            entry("1302", FailureKind.RATE_LIMITED),
            entry("1303", FailureKind.RATE_LIMITED),
            entry("1305", FailureKind.OVERLOADED),
            entry("1261", FailureKind.CONTEXT_LENGTH),
            entry("1301", FailureKind.CONTENT_FILTER),
            entry("1211", FailureKind.NOT_FOUND),
            // Cloudflare
            entry("3036", FailureKind.QUOTA_EXHAUSTED),
            entry("3040", FailureKind.OVERLOADED),
            entry("5007", FailureKind.NOT_FOUND),
            entry("3042", FailureKind.NOT_FOUND),
            entry("3007", FailureKind.TIMEOUT),
            entry("5021", FailureKind.CONTEXT_LENGTH));

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

    /** MiniMax's codes, in the {@code base_resp} of a response with status 200. */
    private static final Map<String, FailureKind> MINIMAX = Map.of(
            "1008", FailureKind.QUOTA_EXHAUSTED,
            "2056", FailureKind.QUOTA_EXHAUSTED,
            "1004", FailureKind.AUTHENTICATION,
            "1002", FailureKind.RATE_LIMITED,
            "1039", FailureKind.RATE_LIMITED,
            "1026", FailureKind.CONTENT_FILTER,
            "1027", FailureKind.CONTENT_FILTER,
            "2013", FailureKind.INVALID_REQUEST);

    private ErrorCodes() {}

    /** Returns the kind that the code says, else the one that the type says. */
    static Optional<FailureKind> plain(ErrorBody error) {
        return Optional.ofNullable(PLAIN.get(error.code())).or(() -> Optional.ofNullable(PLAIN.get(error.type())));
    }

    /** Returns the kind that the type says where no status is known. */
    static Optional<FailureKind> withoutStatus(ErrorBody error) {
        return Optional.ofNullable(WITHOUT_STATUS.get(error.type()));
    }

    /** Returns the kind of an error in MiniMax's {@code base_resp}. */
    static FailureKind ofMiniMax(ErrorBody error) {
        var kind = MINIMAX.getOrDefault(error.code(), FailureKind.UNAVAILABLE);
        return kind == FailureKind.INVALID_REQUEST && FullWindow.worded(error) ? FailureKind.CONTEXT_LENGTH : kind;
    }
}
