package dev.caramba.dialect.error;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the times to wait that providers write, rounded up to whole milliseconds. A value that is zero, negative or
 * unreadable gives an empty result. A longer one than {@link #LONGEST} gives {@code LONGEST}.
 */
public final class WaitTimes {

    /** The longest time to wait. The users of these times have lower limits of their own. */
    static final Duration LONGEST = Duration.ofDays(365);

    private static final BigDecimal LONGEST_MILLIS = BigDecimal.valueOf(LONGEST.toMillis());
    private static final int LONGEST_TEXT = 64;
    private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+");
    private static final Pattern GO_TERM = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern GO_DURATION = Pattern.compile("(?:" + GO_TERM.pattern() + ")+");

    /** A number with a unit, as it is written or spoken. */
    private static final Pattern WORDED_TERM = Pattern.compile(
            "(\\d{1,9}(?:\\.\\d{1,12})?) ?(?:(ms|milliseconds?)|(s|secs?|seconds?)|(m|mins?|minutes?)|(h|hrs?|hours?))(?![a-z])");

    private static final Pattern WORDED =
            Pattern.compile("(?:try again|retry|wait)(?: (?:in|after|for|at least|about))* ?:? ?((?:"
                    + WORDED_TERM.pattern() + "[ ,]?(?:and )?)+)");

    /** From here on, a number of seconds is a date and no time to wait. */
    private static final BigDecimal DATES = BigDecimal.valueOf(100_000_000);

    private static final int LONGEST_MESSAGE = 4000;
    private static final List<String> WORDED_UNITS = List.of("ms", "s", "m", "h");
    private static final Map<String, BigDecimal> MILLIS_PER_UNIT = Map.of(
            "ns",
            new BigDecimal("0.000001"),
            "us",
            new BigDecimal("0.001"),
            "µs",
            new BigDecimal("0.001"),
            "μs",
            new BigDecimal("0.001"),
            "ms",
            BigDecimal.ONE,
            "s",
            BigDecimal.valueOf(1_000),
            "m",
            BigDecimal.valueOf(60_000),
            "h",
            BigDecimal.valueOf(3_600_000));

    private WaitTimes() {}

    /** Reads milliseconds, with or without a fraction. */
    public static Optional<Duration> ofMillis(String text) {
        return decimal(text).flatMap(WaitTimes::roundedUp);
    }

    /** Reads seconds, with or without a fraction. */
    public static Optional<Duration> ofSeconds(String text) {
        return decimal(text)
                .map(seconds -> seconds.multiply(MILLIS_PER_UNIT.get("s")))
                .flatMap(WaitTimes::roundedUp);
    }

    /**
     * Reads numbers with units, such as {@code 1h2m3.5s}: Go's durations, and those of Protocol Buffers, which have
     * seconds only.
     */
    public static Optional<Duration> ofUnits(String text) {
        var trimmed = text.strip();
        if (trimmed.length() > LONGEST_TEXT || !GO_DURATION.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        return roundedUp(GO_TERM.matcher(trimmed)
                .results()
                .map(term -> new BigDecimal(term.group(1)).multiply(MILLIS_PER_UNIT.get(term.group(2))))
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** Reads a duration with units, else a number of seconds. */
    public static Optional<Duration> ofUnitsOrSeconds(String text) {
        return ofUnits(text)
                .or(() -> decimal(text)
                        .filter(seconds -> seconds.compareTo(DATES) < 0)
                        .flatMap(seconds -> ofSeconds(text)));
    }

    /**
     * Finds the time to wait in the words of a message: {@code try again in 1m2.5s}, {@code retry after 46 seconds},
     * {@code wait 250 milliseconds}.
     */
    static Optional<Duration> inWords(String message) {
        var text = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE))
                .toLowerCase(Locale.ROOT);
        var found = WORDED.matcher(text);
        return found.find()
                ? roundedUp(WORDED_TERM
                        .matcher(found.group(1))
                        .results()
                        .map(WaitTimes::millis)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                : Optional.empty();
    }

    private static BigDecimal millis(MatchResult term) {
        int unit = IntStream.range(0, WORDED_UNITS.size())
                .filter(i -> term.group(i + 2) != null)
                .findFirst()
                .orElseThrow();
        return new BigDecimal(term.group(1)).multiply(MILLIS_PER_UNIT.get(WORDED_UNITS.get(unit)));
    }

    /** Returns the time from one instant to a later one; empty when the second is not later. */
    static Optional<Duration> between(Instant now, Instant then) {
        if (!then.isAfter(now)) {
            return Optional.empty();
        }
        if (then.isAfter(now.plus(LONGEST))) {
            return Optional.of(LONGEST);
        }
        return Optional.of(
                Duration.ofMillis(Duration.between(now, then).plusNanos(999_999).toMillis()));
    }

    /** Reads an HTTP date; empty when it is none. */
    static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads a time in the format of RFC 3339; empty when it is none. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> decimal(String text) {
        return Optional.of(text.strip())
                .filter(trimmed -> trimmed.length() <= LONGEST_TEXT)
                .filter(trimmed -> DECIMAL.matcher(trimmed).matches())
                .map(BigDecimal::new);
    }

    private static Optional<Duration> roundedUp(BigDecimal millis) {
        if (millis.signum() <= 0) {
            return Optional.empty();
        }
        var rounded = millis.min(LONGEST_MILLIS).setScale(0, RoundingMode.CEILING);
        return Optional.of(Duration.ofMillis(rounded.longValueExact()));
    }
}
