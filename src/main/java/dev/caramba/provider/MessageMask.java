package dev.caramba.provider;

import dev.caramba.generation.Failure;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps keys out of the messages that providers write, and the messages short. */
final class MessageMask {

    private static final int MAX_LENGTH = 500;
    private static final String MASK = "***";

    /** Keys by the vendors' own prefixes, and whatever follows the word Bearer. */
    private static final Pattern KEYS =
            Pattern.compile("(?i)\\b(sk-|nvapi-|hf_|AIza|Bearer\\s+)[A-Za-z0-9_.~+/*=-]{4,}");

    private final Optional<String> apiKey;

    MessageMask(Optional<String> apiKey) {
        this.apiKey = apiKey.filter(key -> !key.isBlank());
    }

    Failure apply(Failure failure) {
        var masked = apiKey.map(key -> failure.message().replace(key, MASK)).orElse(failure.message());
        masked = KEYS.matcher(masked).replaceAll("$1" + MASK);
        return failure.withMessage(masked.length() <= MAX_LENGTH ? masked : shortened(masked));
    }

    private static String shortened(String text) {
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
