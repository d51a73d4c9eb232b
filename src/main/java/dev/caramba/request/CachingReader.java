package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.DurationFormat;
import dev.caramba.generation.Caching;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** Reads the field {@code cache} of a request body: whether and how the answer may be cached. */
final class CachingReader {

    private static final int LONGEST_KEY = 255;

    /** It is longer than any answer is cached. */
    private static final BigDecimal MAX_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(3650).toSeconds());

    private static final BigDecimal LEAST_SECONDS = new BigDecimal("0.001");
    private static final Duration LEAST = Duration.ofMillis(1);

    private CachingReader() {}

    static Caching read(RequestFields fields) {
        var field = fields.any("cache");
        if (field.isEmpty()) {
            return Caching.UNSAID;
        }
        if (field.get().isBoolean()) {
            return field.get().booleanValue() ? Caching.UNSAID : Caching.NONE;
        }
        if (!field.get().isObject()) {
            throw fields.wrong("expected true, false or an object with ttl and key", "cache");
        }
        var cache = fields.requiredObject("cache");
        return new Caching(ttl(cache), key(cache), Optional.empty(), true, true);
    }

    private static Optional<Duration> ttl(RequestFields cache) {
        return cache.any("ttl")
                .map(value -> length(value)
                        .filter(length -> length.compareTo(LEAST) >= 0)
                        .orElseThrow(() -> cache.wrong(
                                "expected a number of seconds or a duration such as \"5m\", above 0", "ttl")));
    }

    private static Optional<Duration> length(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue())
                    .filter(seconds -> seconds.signum() > 0)
                    .map(CachingReader::rounded);
        }
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .flatMap(text -> DurationFormat.read(text.textValue().strip()));
    }

    /** Limits the number before it is written out: a caller's exponent may be huge. */
    private static Duration rounded(BigDecimal seconds) {
        return Duration.ofMillis(seconds.min(MAX_SECONDS)
                .max(LEAST_SECONDS)
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValue());
    }

    private static Optional<String> key(RequestFields cache) {
        var key = cache.text("key");
        if (key.filter(text -> text.isEmpty() || text.length() > LONGEST_KEY).isPresent()) {
            throw cache.wrong("expected a string of 1 to " + LONGEST_KEY + " characters", "key");
        }
        return key;
    }
}
