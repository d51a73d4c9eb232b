package dev.caramba.dialect.error;

import dev.caramba.generation.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Phrases that show what an error means when its status and code do not. */
public enum ErrorPhrases {
    /** The prompt is longer than the model's window. */
    CONTEXT_LENGTH(
            FailureKind.CONTEXT_LENGTH,
            "maximum context length",
            "maximum model length",
            "context length of only",
            "context size has been exceeded",
            "exceeds the available context size",
            "context the overflows",
            "context window",
            "context limit",
            "prompt is too long",
            "input is too long",
            "too many tokens",
            "input token count",
            "longer than the context length",
            "the model's context length",
            "exceeds the context length",
            "input length exceeds",
            "greater than max_seq_len",
            "with n_keep",
            "inputs tokens + max_new_tokens must be",
            "`inputs` tokens + `max_new_tokens` must be",
            "`inputs` must have less than"),
    /** The model does not exist, or the path does not. */
    NOT_FOUND(
            FailureKind.NOT_FOUND,
            "no models loaded",
            "invalid model identifier",
            "invalid model name",
            "model not found",
            // Means an unusable name: a request always names a model.
            "model is required",
            "is not a valid model id",
            "unexpected endpoint or method"),
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
    /** The account is disabled. */
    DISABLED(FailureKind.PERMISSION, "organization has been disabled"),
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
