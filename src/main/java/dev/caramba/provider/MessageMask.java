package dev.caramba.provider;

import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes keys from the messages that providers write, and shortens the messages. */
final class MessageMask {

    private static final int MAX_LENGTH = 500;
    private static final String MASK = "***";

    /** Keys with a vendor's prefix. */
    private static final Pattern KEYS = Pattern.compile("(?i)\\b(sk-|nvapi-|hf_|AIza)([A-Za-z0-9_.~+/*=-]{4,})");

    /** Whatever follows the words Bearer and Basic. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)\\b(Bearer\\s+|Basic\\s+)([A-Za-z0-9_.~+/*=-]{4,})");

    /**
     * The fewest characters of a secret whose encoded forms are masked too. The encoded form of a shorter one could be
     * an ordinary word.
     */
    private static final int MIN_ENCODED_LENGTH = 8;

    private final List<String> forms;

    /** @param secrets the key and other secrets that are sent; {@link DummyKeys} among them are left in messages */
    MessageMask(Collection<String> secrets) {
        this.forms = secrets.stream()
                .filter(secret -> !DummyKeys.include(secret))
                .flatMap(secret -> forms(secret).stream())
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    private static List<String> forms(String secret) {
        return secret.length() < MIN_ENCODED_LENGTH ? List.of(secret) : SecretForms.of(secret);
    }

    Failure apply(Failure failure) {
        var masked = text(failure.message());
        var hidden = failure.withMessage(masked.length() <= MAX_LENGTH ? masked : shortened(masked))
                .withRequestId(failure.requestId().map(this::text))
                .withDetails(failure.details().flatMap(told -> Json.object(text(Json.write(told)))));
        return failure.param().map(this::text).map(hidden::withParam).orElse(hidden);
    }

    /** Returns a provider's text with its keys masked. */
    String text(String words) {
        var masked = words;
        for (var form : forms) {
            masked = masked.replace(form, MASK);
        }
        masked = KEYS.matcher(masked).replaceAll(found -> behindPrefix(found, DummyKeys::areWords));
        return CREDENTIALS.matcher(masked).replaceAll(found -> behindPrefix(found, DummyKeys::isWord));
    }

    private static String behindPrefix(MatchResult found, Predicate<String> harmless) {
        return Matcher.quoteReplacement(harmless.test(found.group(2)) ? found.group() : found.group(1) + MASK);
    }

    private static String shortened(String text) {
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
