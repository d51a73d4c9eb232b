package dev.caramba.dialect.error;

import dev.caramba.generation.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Phrases by which an error is known whose status and code do not tell. */
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
    /** The model is not there, or nothing is at this path. */
    NOT_FOUND(
            FailureKind.NOT_FOUND,
            "no models loaded",
            "invalid model identifier",
            "invalid model name",
            "model not found",
            // of a name that is none: a model is always asked for
            "model is required",
            "is not a valid model id",
            "unexpected endpoint or method"),
    /** The key is wrong. */
    BAD_KEY(
            FailureKind.AUTHENTICATION,
            "authorization failed",
            // LiteLLM, of a key that it would have to look up
            "no connected db",
            "incorrect api key",
            "invalid api key",
            "api key not valid",
            "unregistered callers",
            "reported as leaked"),
    /** Nothing is left of what was paid for, or given for free. */
    QUOTA(
            FailureKind.QUOTA_EXHAUSTED,
            "api calls / month",
            "monthly included credits",
            "credit balance is too low",
            "specified api usage limits",
            "prepayment credits are depleted"),
    /** The account is switched off. */
    DISABLED(FailureKind.PERMISSION, "organization has been disabled"),
    /** Too many requests for the provider as a whole, not for this key. */
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

    /** The kind of the first of these wordings that the error's message has. */
    public static Optional<FailureKind> firstIn(ErrorBody error, ErrorPhrases... wordings) {
        var text = error.message().orElse("").toLowerCase(Locale.ROOT);
        return Stream.of(wordings)
                .filter(wording -> wording.phrases.stream().anyMatch(text::contains))
                .map(wording -> wording.kind)
                .findFirst();
    }
}
