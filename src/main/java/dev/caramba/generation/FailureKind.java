package dev.caramba.generation;

import java.util.Locale;

/**
 * The kind of a failure, and what follows from it. This is the product's one table of failures. Status codes are those
 * of the HTTP surface; the error types are OpenAI's.
 */
public enum FailureKind {
    INVALID_REQUEST(400, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "invalid_request_error", ""),
    /**
     * This target cannot serve the request, but another one may. For example, the request has an image and the model
     * has no vision. Callers see it as {@link #INVALID_REQUEST}.
     */
    UNSUPPORTED(400, Retry.NEVER, Failover.ABLER, Effect.NONE, Scope.NONE, "invalid_request_error", "") {
        @Override
        public String wireName() {
            return INVALID_REQUEST.wireName();
        }
    },
    /**
     * The request brings back a thought that this provider cannot read, because another one has sealed it. The same
     * provider is asked once more without such thoughts. Callers see it as {@link #INVALID_REQUEST}.
     */
    UNREADABLE(400, Retry.NEVER, Failover.ABLER, Effect.NONE, Scope.NONE, "invalid_request_error", "") {
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
    /** The caller left. No caller ever sees this kind, and it never counts against a target. */
    CANCELLED(499, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "server_error", ""),
    /** Every candidate and fallback is cooling down, full or disabled; no provider was called. */
    NO_CANDIDATE(503, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "service_unavailable_error", ""),
    /** This instance stops and does not take the call, or does not finish it; no provider is to blame. */
    STOPPING(503, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "service_unavailable_error", ""),
    /**
     * The caller has used up its own limits; no provider was called. The kind says nothing about the service's health.
     */
    CALLER_LIMIT(429, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "rate_limit_error", "rate_limit_exceeded"),
    /** The caller has spent its own budget; no provider was called. */
    CALLER_BUDGET(
            429, Retry.NEVER, Failover.NEVER, Effect.NONE, Scope.NONE, "insufficient_quota", "insufficient_quota");

    /** How often a call may ask the same target again when no peer is ready. */
    public enum Retry {
        NEVER,
        ONCE,
        TWICE
    }

    /** Whether the call fails over to another candidate. */
    public enum Failover {
        NEVER,
        /** It fails over only to a candidate whose context window is larger or unknown. */
        LARGER_WINDOW,
        /** It fails over to any other candidate, which may have the ability that this one lacks. */
        ABLER,
        YES
    }

    /** The effect of a failure on the health of its scope. */
    public enum Effect {
        NONE,
        /** The failure is counted; enough of them in a row open a cooldown. */
        FAILURE,
        /** The failure opens a cooldown at once. */
        COOLDOWN,
        /** The failure opens a long cooldown at once, because its cause will not pass by itself within seconds. */
        LONG_COOLDOWN
    }

    /** Whose health a failure affects. */
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

    /** Returns the HTTP status that a caller gets. */
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

    /** Returns the {@code type} of the OpenAI error envelope. */
    public String type() {
        return type;
    }

    /** Returns the {@code code} of the OpenAI error envelope: OpenAI's word where it has one, else the kind. */
    public String code() {
        return code.isEmpty() ? wireName() : code;
    }

    /** Returns the kind's name in trails, logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
