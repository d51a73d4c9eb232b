package dev.caramba.http;

import dev.caramba.generation.Caching;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the request header {@code Cache-Control}. Unknown directives are ignored. */
final class CacheControl {

    private static final String MAX_AGE = "max-age";
    private static final Pattern SECONDS = Pattern.compile("\"?(\\d{1,9})\"?");

    private CacheControl() {}

    /** @param values the values of the header, each with directives separated by commas */
    static Caching read(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT))
                .map(CacheControl::directive)
                .reduce(Caching.UNSAID, Caching::and);
    }

    private static Caching directive(String directive) {
        if (directive.equals("no-store")) {
            return Caching.NONE;
        }
        if (directive.equals("no-cache")) {
            return upTo(Duration.ZERO);
        }
        var parts = directive.split("=", 2);
        return parts[0].strip().equals(MAX_AGE) && parts.length == 2 ? upTo(age(parts[1].strip())) : Caching.UNSAID;
    }

    /** Returns the age; zero when it cannot be read, which asks for the freshest answer. */
    private static Duration age(String seconds) {
        var number = SECONDS.matcher(seconds);
        return number.matches() ? Duration.ofSeconds(Long.parseLong(number.group(1))) : Duration.ZERO;
    }

    private static Caching upTo(Duration age) {
        return new Caching(Optional.empty(), Optional.empty(), Optional.of(age), !age.isZero(), true);
    }
}
