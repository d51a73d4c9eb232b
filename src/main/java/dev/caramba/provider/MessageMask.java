package dev.caramba.provider;

import dev.caramba.generation.Failure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Removes keys from the messages that providers write, and shortens the messages. */
final class MessageMask {

    private static final int MAX_LENGTH = 500;
    private static final String MASK = "***";

    /** Keys with a vendor's prefix, and whatever follows the words Bearer and Basic. */
    private static final Pattern KEYS =
            Pattern.compile("(?i)\\b(sk-|nvapi-|hf_|AIza|Bearer\\s+|Basic\\s+)[A-Za-z0-9_.~+/*=-]{4,}");

    /**
     * The fewest characters of a key whose encoded forms are masked too. The encoded form of a shorter key could be an
     * ordinary word.
     */
    private static final int MIN_ENCODED_LENGTH = 8;

    private final List<String> forms;

    MessageMask(Optional<String> apiKey) {
        this.forms =
                apiKey.filter(key -> !key.isBlank()).map(MessageMask::forms).orElse(List.of());
    }

    private static List<String> forms(String key) {
        return key.length() < MIN_ENCODED_LENGTH ? List.of(key) : SecretForms.of(key);
    }

    Failure apply(Failure failure) {
        var masked = text(failure.message());
        var hidden = failure.withMessage(masked.length() <= MAX_LENGTH ? masked : shortened(masked))
                .withRequestId(failure.requestId().map(this::text));
        return failure.param().map(this::text).map(hidden::withParam).orElse(hidden);
    }

    /** Returns a provider's text with its keys masked. */
    String text(String words) {
        var masked = words;
        for (var form : forms) {
            masked = masked.replace(form, MASK);
        }
        return KEYS.matcher(masked).replaceAll("$1" + MASK);
    }

    private static String shortened(String text) {
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
