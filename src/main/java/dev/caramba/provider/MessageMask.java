package dev.caramba.provider;

import dev.caramba.generation.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps keys out of the messages that providers write, and the messages short. */
final class MessageMask {

    private static final int MAX_LENGTH = 500;
    private static final String MASK = "***";

    /** Keys by the vendors' own prefixes, and whatever follows the words Bearer and Basic. */
    private static final Pattern KEYS =
            Pattern.compile("(?i)\\b(sk-|nvapi-|hf_|AIza|Bearer\\s+|Basic\\s+)[A-Za-z0-9_.~+/*=-]{4,}");

    /** Shorter keys are only masked as they are: encoded they could be anybody's words. */
    private static final int WORTH_DECODING = 8;

    private final List<String> forms;

    MessageMask(Optional<String> apiKey) {
        this.forms =
                apiKey.filter(key -> !key.isBlank()).map(MessageMask::forms).orElse(List.of());
    }

    /** The key, and the encodings in which a server may repeat it. */
    private static List<String> forms(String key) {
        if (key.length() < WORTH_DECODING) {
            return List.of(key);
        }
        var base64 = Base64.getEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return List.of(key, URLEncoder.encode(key, StandardCharsets.UTF_8), base64);
    }

    Failure apply(Failure failure) {
        var masked = failure.message();
        for (var form : forms) {
            masked = masked.replace(form, MASK);
        }
        masked = KEYS.matcher(masked).replaceAll("$1" + MASK);
        return failure.withMessage(masked.length() <= MAX_LENGTH ? masked : shortened(masked));
    }

    private static String shortened(String text) {
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
