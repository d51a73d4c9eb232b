package dev.caramba.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the values under one prefix. A value that is not set or blank has the fallback. A wrong one is a
 * {@link ConfigException}.
 */
public record ConfigSection(String prefix) {

    private static final String DURATION = "a duration such as 250ms, 3s, 2m or PT3S, ";
    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Duration LEAST = Duration.ofNanos(1);
    private static final Duration MOST = Duration.ofDays(20);
    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})\\s*[dD]");

    public String key(String name) {
        return prefix + "." + name;
    }

    public ConfigException wrong(String name, String value, String expected) {
        return ConfigException.wrong(key(name), value, expected);
    }

    public Optional<String> text(Optional<String> text) {
        return text.map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Returns the non-empty parts of a comma-separated list. */
    public List<String> list(Optional<String> text) {
        return Arrays.stream(text.orElse("").split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public Duration duration(String name, Optional<String> text, Duration fallback) {
        return duration(name, text).orElse(fallback);
    }

    /** Returns a long duration, which may be a number of days such as {@code 90d}. */
    public Duration days(String name, Optional<String> text, Duration least, Duration fallback) {
        var from = least.toDays() > 0 ? least.toDays() + "d" : QuantityFormat.text(least);
        return text(text)
                .map(value -> daysOf(value)
                        .filter(length -> length.compareTo(least) >= 0 && length.compareTo(LONGEST) <= 0)
                        .orElseThrow(() -> wrong(
                                name,
                                value,
                                "a number of days such as 90d, from " + from + " to " + LONGEST.toDays() + "d")))
                .orElse(fallback);
    }

    private static Optional<Duration> daysOf(String value) {
        var days = DAYS.matcher(value);
        return days.matches()
                ? Optional.of(Duration.ofDays(Long.parseLong(days.group(1))))
                : QuantityFormat.duration(value);
    }

    public Duration durationFrom(Duration least, String name, Optional<String> text, Duration fallback) {
        return duration(name, text, least, "at least " + QuantityFormat.text(least))
                .orElse(fallback);
    }

    public int whole(String name, Optional<String> text, int least, int fallback) {
        return (int) longWhole(name, text, least, Integer.MAX_VALUE)
                .orElse((long) fallback)
                .longValue();
    }

    public Optional<Long> longWhole(String name, Optional<String> text, long least, long most) {
        return text(text)
                .map(value -> number(value)
                        .filter(number -> number >= least && number <= most)
                        .orElseThrow(() -> wrong(name, value, "a whole number, " + bound(value, least, most))));
    }

    /** Says which bound the value exceeds. */
    private static String bound(String value, long least, long most) {
        return value.matches("\\+?[0-9]+") && new BigInteger(value).compareTo(BigInteger.valueOf(most)) > 0
                ? "at most " + most
                : "at least " + least;
    }

    /** Returns a share from 0 to 1. */
    public double share(String name, Optional<String> text, double fallback) {
        return share(name, text, share -> true, "a number from 0 to 1, such as 0.1")
                .orElse(fallback);
    }

    /** Returns a share above 0 and up to 1. */
    public double part(String name, Optional<String> text, double fallback) {
        return share(name, text, share -> share > 0, "a number above 0 and up to 1, such as 0.8")
                .orElse(fallback);
    }

    public Optional<Boolean> flag(String name, Optional<String> text) {
        return text(text)
                .map(value -> Optional.ofNullable(FLAGS.get(value.toLowerCase(Locale.ROOT)))
                        .orElseThrow(() -> wrong(name, value, "true or false")));
    }

    public int size(String name, Optional<String> text, int fallback) {
        return text(text)
                .map(value -> QuantityFormat.size(value)
                        .filter(size -> size > 0 && size <= Integer.MAX_VALUE)
                        .orElseThrow(() -> wrong(name, value, "a size such as 65536, 64K or 8M, above 0, below 2G")))
                .map(Long::intValue)
                .orElse(fallback);
    }

    public String oneOf(List<String> choices, String name, Optional<String> text, String fallback) {
        return text(text)
                .map(value -> Optional.of(value.toLowerCase(Locale.ROOT))
                        .filter(choices::contains)
                        .orElseThrow(() -> wrong(name, value, "one of " + String.join(", ", choices))))
                .orElse(fallback);
    }

    public Optional<Duration> duration(String name, Optional<String> text) {
        return duration(name, text, LEAST, "above 0");
    }

    private Optional<Double> share(String name, Optional<String> text, Predicate<Double> condition, String expected) {
        return text(text)
                .map(value -> Optional.of(value)
                        .filter(DECIMAL.asMatchPredicate())
                        .map(Double::valueOf)
                        .filter(share -> share <= 1)
                        .filter(condition)
                        .orElseThrow(() -> wrong(name, value, expected)));
    }

    private Optional<Duration> duration(String name, Optional<String> text, Duration least, String bound) {
        return text(text).map(value -> {
            var duration = QuantityFormat.duration(value)
                    .filter(read -> read.compareTo(least) >= 0)
                    .orElseThrow(() -> wrong(name, value, DURATION + bound));
            if (duration.compareTo(MOST) > 0) {
                throw wrong(name, value, DURATION + "at most " + QuantityFormat.text(MOST));
            }
            return duration;
        });
    }

    private static Optional<Long> number(String value) {
        try {
            return Optional.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
