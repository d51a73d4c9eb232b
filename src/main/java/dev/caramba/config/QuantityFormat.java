package dev.caramba.config;

import dev.caramba.format.DurationFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes durations and sizes. */
public final class QuantityFormat {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*([kmg]?)");

    private QuantityFormat() {}

    /** Reads a duration as {@link DurationFormat#read} does. */
    public static Optional<Duration> duration(String text) {
        return DurationFormat.read(text);
    }

    /**
     * Returns a number of bytes, with {@code K}, {@code M} or {@code G} for powers of 1024; empty when the text is no
     * size.
     */
    static Optional<Long> size(String text) {
        var matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(
                        Long.parseLong(matcher.group(1)) << 10 * " kmg".indexOf((matcher.group(2) + " ").charAt(0)))
                : Optional.empty();
    }

    /** Writes a duration as {@link #duration(String)} reads it, in the largest unit that holds it exactly. */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 != 0 ? millis / 1000 + "s" : millis / 60_000 + "m";
    }
}
