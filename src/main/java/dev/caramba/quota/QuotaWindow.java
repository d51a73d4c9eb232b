package dev.caramba.quota;

import dev.caramba.generation.Quota;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;

/** A window of a limit: what it counts and its length. The order is that of the scripts. */
public enum QuotaWindow {
    REQUESTS_PER_MINUTE("requests", "minute", Duration.ofMinutes(1), Quota::requestsPerMinute),
    REQUESTS_PER_DAY("requests", "day", Duration.ofDays(1), Quota::requestsPerDay),
    TOKENS_PER_MINUTE("tokens", "minute", Duration.ofMinutes(1), Quota::tokensPerMinute),
    TOKENS_PER_DAY("tokens", "day", Duration.ofDays(1), Quota::tokensPerDay);

    private final String counted;
    private final String unit;
    private final Duration length;
    private final Function<Quota, OptionalLong> limit;

    QuotaWindow(String counted, String unit, Duration length, Function<Quota, OptionalLong> limit) {
        this.counted = counted;
        this.unit = unit;
        this.length = length;
        this.limit = limit;
    }

    /** Returns {@code requests} or {@code tokens}. */
    String counted() {
        return counted;
    }

    String unit() {
        return unit;
    }

    Duration length() {
        return length;
    }

    OptionalLong limitOf(Quota quota) {
        return limit.apply(quota);
    }

    boolean countsTokens() {
        return this == TOKENS_PER_MINUTE || this == TOKENS_PER_DAY;
    }

    /** Returns how much one call takes of the window. */
    long need(QuotaRequest ask) {
        return countsTokens() ? ask.tokens() : 1;
    }
}
