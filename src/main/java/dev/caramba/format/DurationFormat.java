package dev.caramba.format;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text format of durations in the configuration and in requests. */
public final class DurationFormat {

    private static final Pattern PLAIN = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h)");

    private DurationFormat() {}

    /** Reads {@code 250ms}, {@code 3s}, {@code 2m}, {@code 1h} or ISO 8601; empty when the text is no duration. */
    public static Optional<Duration> read(String text) {
        var plain = PLAIN.matcher(text.toLowerCase(Locale.ROOT));
        return plain.matches() ? Optional.of(of(Long.parseLong(plain.group(1)), plain.group(2))) : iso(text);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static Optional<Duration> iso(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
