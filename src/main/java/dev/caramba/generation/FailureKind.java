package dev.caramba.generation;

import java.util.Locale;

/**
 * What an adapter makes of a failure, and what follows from it: the one table of the product. Status codes are those of
 * the HTTP surface; the error types are OpenAI's.
 */
public enum FailureKind {
    INVALID_REQUEST(400, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "invalid_request_error", ""),
    /**
     * An {@link #INVALID_REQUEST} to everybody outside, which this target cannot serve as it is and another may: it has an
     * image, and the model no vision.
     */
    UNSUPPORTED(400, Retry.NEVER, Failover.ABLER, Effect.NONE, Scope.NONE, "invalid_request_error", "") {
        @Override
        public String wireName() {
            return INVALID_REQUEST.wireName();
        }
    },
    CONTEXT_LENGTH(
            400,
            Retry.NEVER,
            Failover.LARGER_WINDOW,
            Effect.NONE,
            Scope.NONE,
            "invalid_request_error",
            "context_length_exceeded"),
    CONTENT_FILTER(400, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "invalid_request_error", ""),
    AUTHENTICATION(
            502,
            Retry.NEVER,
            Failover.YES,
            Effect.LONG_COOLDOWN,
            Scope.PROVIDER,
            "upstream_error",
            "provider_authentication"),
    PERMISSION(
            502,
            Retry.NEVER,
            Failover.YES,
            Effect.LONG_COOLDOWN,
            Scope.PROVIDER,
            "upstream_error",
            "provider_permission"),
    QUOTA_EXHAUSTED(
            429,
            Retry.NEVER,
            Failover.YES,
            Effect.LONG_COOLDOWN,
            Scope.PROVIDER,
            "insufficient_quota",
            "insufficient_quota"),
    NOT_FOUND(
            404,
            Retry.NEVER,
            Failover.YES,
            Effect.LONG_COOLDOWN,
            Scope.TARGET,
            "invalid_request_error",
            "model_not_found"),
    RATE_LIMITED(
            429, Retry.TWICE, Failover.YES, Effect.COOLDOWN, Scope.TARGET, "rate_limit_error", "rate_limit_exceeded"),
    OVERLOADED(503, Retry.ONCE, Failover.YES, Effect.FAILURE, Scope.TARGET, "service_unavailable_error", ""),
    UNAVAILABLE(502, Retry.ONCE, Failover.YES, Effect.FAILURE, Scope.TARGET, "server_error", ""),
    NETWORK(502, Retry.ONCE, Failover.YES, Effect.FAILURE, Scope.TARGET, "server_error", ""),
    TIMEOUT(504, Retry.NEVER, Failover.YES, Effect.FAILURE, Scope.TARGET, "server_error", ""),
    PROTOCOL(502, Retry.ONCE, Failover.YES, Effect.FAILURE, Scope.TARGET, "server_error", ""),
    /** The caller left. Never seen by a caller, never held against a target. */
    CANCELLED(499, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "server_error", ""),
    /** Every candidate and fallback is cooling down, full or disabled: no provider was called. */
    NO_CANDIDATE(503, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "service_unavailable_error", ""),
    /** The caller has used what its own limits allow, which says nothing of the service: no provider was called. */
    CALLER_LIMIT(429, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "rate_limit_error", "rate_limit_exceeded"),
    /** The caller has spent its own budget: no provider was called. */
    CALLER_BUDGET(
            429, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "insufficient_quota", "insufficient_quota");

    /** How often the same target may be asked again within a call, when no peer is ready. */
    public enum Retry {
        NEVER,
        ONCE,
        TWICE
    }

    /** Whether another candidate is asked. */
    public enum Failover {
        NEVER,
        /** Only a candidate whose context window is larger, or unknown. */
        LARGER_WINDOW,
        /** Any other: it may be able to do what this one is not. */
        ABLER,
        YES
    }

    /** What the shared health makes of it. */
    public enum Effect {
        NONE,
        /** Counted; enough of them in a row open a cooldown. */
        FAILURE,
        /** Opens a cooldown at once. */
        COOLDOWN,
        /** Opens a long cooldown at once: it will not pass by itself within seconds. */
        LONG_COOLDOWN
    }

    /** Whose health it touches. */
    public enum Scope {
        NONE,
        TARGET,
        PROVIDER
    }

    private final int status;
    private final Retry retry;
    private final Failover failover;
    private final Effect effect;
    private final Scope scope;
    private final String type;
    private final String code;

    FailureKind(int status, Retry retry, Failover failover, Effect effect, Scope scope, String type, String code) {
        this.status = status;
        this.retry = retry;
        this.failover = failover;
        this.effect = effect;
        this.scope = scope;
        this.type = type;
        this.code = code;
    }

    /** The HTTP status that a caller gets. */
    public int status() {
        return status;
    }

    public Retry retry() {
        return retry;
    }

    public Failover failover() {
        return failover;
    }

    public Effect effect() {
        return effect;
    }

    public Scope scope() {
        return scope;
    }

    /** The {@code type} of the OpenAI error envelope. */
    public String type() {
        return type;
    }

    /** The {@code code} of the OpenAI error envelope: OpenAI's word where it has one, else the kind. */
    public String code() {
        return code.isEmpty() ? wireName() : code;
    }

    /** The kind's name in trails, logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
