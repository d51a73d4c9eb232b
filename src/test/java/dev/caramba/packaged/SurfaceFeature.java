package dev.caramba.packaged;

import java.util.Locale;
import java.util.Optional;

/** What every surface has: one row of the table in {@code docs/features.md}. */
enum SurfaceFeature {
    ACCESS(
            "Access",
            "401 without a valid key, before the body is read; 404 `model_not_found` for what the key may not ask for"),
    REQUESTS_LIMIT("Limit of requests", "429 `rate_limit_exceeded`, `Retry-After`; no provider is asked"),
    TOKENS_LIMIT("Limit of tokens", "the same"),
    CALLS_LIMIT("Limit of calls under way", "429 `rate_limit_exceeded`"),
    BUDGET(
            "Budget",
            "429 `insufficient_quota`, `Retry-After`, `x-should-retry: false`; 400 for a target without a price"),
    LIMIT_HEADERS(
            "What is left",
            "`x-ratelimit-limit-requests`, `-remaining-requests`, `-reset-requests`, and the same of `-tokens`"),
    TIMEOUT(
            "The caller's time",
            "504 `timeout` after `timeoutMs` or `x-caramba-timeout-ms`, whichever is shorter; the target is not blamed"),
    LEAVING("A caller who leaves", "the request to the provider is closed"),
    CACHE(
            "Response cache",
            "`x-caramba-cache: miss`, then `hit` with the same body but for ids and times, `age` and `x-caramba-attempts: 0`; `bypass`"),
    IDEMPOTENCY(
            "`Idempotency-Key`",
            "the same answer with `x-caramba-idempotent-replay: true`; 409 while the first one runs; 422 for another body"),
    USAGE(
            "Usage and cost",
            "`/usage`: tokens and cost of the target that answers, and the attempts of those that fail"),
    TRACE(
            "Trace",
            "a span of the call beneath the caller's `traceparent`, one of each attempt beneath it, handed on to the provider"),
    LOG("Request log", "a line with request id, caller, target, outcome, tokens and trace"),
    FAILOVER(
            "Failover",
            "another target's answer, `x-caramba-provider`, `x-caramba-model`, `x-caramba-attempts: 2`, and nothing of the failure"),
    HEDGING("Hedging", "the answer of the target that is asked beside a silent one, whose request is closed"),
    RESUME("A stream that breaks goes on", "the whole text, once"),
    BREAK(
            "A broken answer never looks complete",
            "an error with `attempts` at the end of the stream, and no end mark; 502 where nothing has gone out"),
    KEEP_ALIVE("Keep-alive", "a sign of life while the model is silent, before the first content and behind it"),
    DROPPED(
            "What a provider cannot be told",
            "`x-caramba-dropped-params`; with `strictParams` 400, and it is not asked"),
    REQUEST_ID("`x-request-id`", "the caller's, else a new one; in errors too"),
    RETRY_AFTER(
            "`Retry-After`",
            "with 429 and 503 the provider's own hint; while everything cools down the rest of the wait, and nobody is asked"),
    BODY_LIMIT("Limit of the body", "413 for more than 32 MiB, before any of it is read");

    private final String words;
    private final String shown;

    SurfaceFeature(String words, String shown) {
        this.words = words;
        this.shown = shown;
    }

    /** What it is, in words of the documentation. */
    String words() {
        return words;
    }

    /** How a caller or an operator sees it. */
    String shown() {
        return shown;
    }

    /** What a surface does in its own way; empty where it does what all do. */
    Optional<String> difference(AskedSurface surface) {
        return Optional.ofNullable(
                switch (surface) {
                    case EMBEDDINGS, GENERATE -> withoutStreams(surface);
                    case MESSAGES -> ofMessages();
                    case RESPONSES ->
                        this == KEEP_ALIVE
                                ? "a comment, then `data: {\"type\":\"keepalive\"}`"
                                : this == BREAK ? "`response.failed`" : null;
                    case COMPLETIONS -> this == DROPPED ? "nothing: sent as it came" : ofChat();
                    case CHAT -> ofChat();
                });
    }

    private String ofChat() {
        return switch (this) {
            case KEEP_ALIVE -> "`: keep-alive`";
            case BREAK -> "`data: {\"error\":…}`, `event: error`";
            default -> null;
        };
    }

    private String withoutStreams(AskedSurface surface) {
        return switch (this) {
            case FAILOVER -> surface == AskedSurface.GENERATE ? "and the failure in `attempts`" : null;
            case RESUME -> "no streams: asked anew, as a whole";
            case KEEP_ALIVE -> "no streams: nothing goes out before the answer";
            case BREAK -> "502";
            default -> null;
        };
    }

    private String ofMessages() {
        return switch (this) {
            case TIMEOUT -> "by header alone";
            case DROPPED -> "`x-caramba-strict-params: true`";
            case REQUEST_ID -> "and `request-id`";
            case RETRY_AFTER -> "529 for 503";
            case KEEP_ALIVE -> "`event: ping`";
            case BREAK -> "`event: error`";
            default -> null;
        };
    }

    /** As it is written in the name of a model. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
