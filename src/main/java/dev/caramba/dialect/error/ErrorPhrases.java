package dev.caramba.dialect.error;

import dev.caramba.generation.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Phrases that show what an error means when its status and code do not. */
public enum ErrorPhrases {
    /** The request brings back a thought that this account has not stored. */
    FOREIGN_THOUGHT(FailureKind.UNREADABLE, "item with id 'rs_"),
    /** The model does not exist or is not loaded, or the path does not exist. */
    NOT_FOUND(
            FailureKind.NOT_FOUND,
            "no models loaded",
            "no model loaded",
            "no model is loaded",
            "invalid model identifier",
            "invalid model name",
            "model not found",
            // Means an unusable name: a request always names a model.
            "model is required",
            "is not a valid model id",
            "unexpected endpoint or method"),
    /** The model is not loaded and is not loaded for this request; a refusal says so, not an answer that broke. */
    UNLOADED(
            FailureKind.NOT_FOUND,
            "model unloaded",
            "model was unloaded",
            "model has been unloaded",
            "model not loaded",
            "model is not loaded",
            "failed to load model"),
    /** The key is wrong. */
    BAD_KEY(
            FailureKind.AUTHENTICATION,
            "authorization failed",
            // LiteLLM, of a key that it would have to look up in a database
            "no connected db",
            "incorrect api key",
            "invalid api key",
            "api key not valid",
            "unregistered callers",
            "reported as leaked"),
    /** The paid or free allowance is used up. */
    QUOTA(
            FailureKind.QUOTA_EXHAUSTED,
            "api calls / month",
            "monthly included credits",
            "credit balance is too low",
            "specified api usage limits",
            "prepayment credits are depleted"),
    /** The account has nothing left to pay with. */
    OUT_OF_CREDIT(
            FailureKind.QUOTA_EXHAUSTED,
            "used all available credits",
            "run out of credits",
            "spending limit",
            "insufficient balance"),
    /** The account is suspended, mostly because of unpaid invoices. */
    SUSPENDED(FailureKind.QUOTA_EXHAUSTED, "suspended"),
    /** The model wrote an answer that the provider could not use. */
    OF_THE_MODEL(
            FailureKind.PROTOCOL,
            "failed_generation",
            "failed to call a function",
            "failed to generate json",
            "failed to validate json",
            "model did not call a tool",
            "model generated output that could not be parsed"),
    /** The model's process ended. */
    CRASH(FailureKind.UNAVAILABLE, "model has crashed", "model crashed"),
    /** The account is disabled. */
    DISABLED(FailureKind.PERMISSION, "organization has been disabled"),
    /** The model has too many requests of all callers, although the status speaks of this key. */
    OVERLOADED_MODEL(
            FailureKind.OVERLOADED,
            "overloaded",
            "model busy",
            "model is busy",
            "at capacity",
            "capacity exceeded",
            "capacity temporarily exceeded",
            "first token before the given deadline"),
    /** The provider as a whole has too many requests, and not only this key. */
    OVERLOAD(
            FailureKind.OVERLOADED,
            "overload",
            "busy",
            "at capacity",
            "request limit reached",
            "high demand",
            "slow down");

    private final FailureKind kind;
    private final List<String> phrases;

    ErrorPhrases(FailureKind kind, String... phrases) {
        this.kind = kind;
        this.phrases = List.of(phrases);
    }

    /** Returns the kind of the first of these phrase lists that has a phrase of the error's message. */
    public static Optional<FailureKind> firstIn(ErrorBody error, ErrorPhrases... lists) {
        var text = error.message().orElse("").toLowerCase(Locale.ROOT);
        return Stream.of(lists)
                .filter(wording -> wording.phrases.stream().anyMatch(text::contains))
                .map(wording -> wording.kind)
                .findFirst();
    }
}
