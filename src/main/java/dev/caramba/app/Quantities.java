package dev.caramba.app;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How lengths of time and sizes are written. */
final class Quantities {

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*([kmg]?)");

    private Quantities() {}

    /** {@code 250ms}, {@code 3s}, {@code 2m}, {@code 1h} or ISO 8601; empty when it is none. */
    static Optional<Duration> duration(String text) {
        var plain = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
        return plain.matches() ? Optional.of(duration(Long.parseLong(plain.group(1)), plain.group(2))) : iso(text);
    }

    /** Bytes, with {@code K}, {@code M} or {@code G} for powers of 1024; empty when it is none. */
    static Optional<Long> size(String text) {
        var matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(
                        Long.parseLong(matcher.group(1)) << 10 * " kmg".indexOf((matcher.group(2) + " ").charAt(0)))
                : Optional.empty();
    }

    /** As {@link #duration(String)} reads it, in the largest unit that holds it exactly. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 != 0 ? millis / 1000 + "s" : millis / 60_000 + "m";
    }

    private static Duration duration(long amount, String unit) {
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
