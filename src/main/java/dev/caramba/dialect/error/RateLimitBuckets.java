package dev.caramba.dialect.error;

import dev.caramba.dialect.Reply;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Reads from the headers of a response how much of a provider's limits is left, and when they are full again.
 *
 * @param remaining matches the lower-case names of the headers that hold the rest of a bucket
 * @param reset turns such a name into the name of the header that holds the time of the reset
 * @param waitTime reads the header of the reset
 */
public record RateLimitBuckets(
        Pattern remaining, String reset, BiFunction<String, Reply, Optional<Duration>> waitTime) {

    /**
     * Buckets such as {@code requests}, {@code tokens} and {@code tokens-minute}, with a Go duration or a number of seconds
     * until the reset.
     */
    public static final RateLimitBuckets OPENAI = new RateLimitBuckets(
            Pattern.compile("x-ratelimit-remaining-(.+)"),
            "x-ratelimit-reset-$1",
            (text, reply) -> WaitTimes.ofUnitsOrSeconds(text));

    /** Buckets such as {@code requests} and {@code input-tokens}, with the instant of the reset. */
    public static final RateLimitBuckets ANTHROPIC = new RateLimitBuckets(
            Pattern.compile("anthropic-ratelimit-(.+)-remaining"),
            "anthropic-ratelimit-$1-reset",
            (text, reply) ->
                    WaitTimes.instant(text).flatMap(then -> WaitTimes.between(RetryHints.clockOf(reply), then)));

    /** Returns the longest time until the reset of an empty bucket; empty when no bucket is. */
    public Optional<Duration> exhaustedFor(Reply reply) {
        return reply.headers()
                .names()
                .filter(name -> remaining.matcher(name).matches())
                .filter(name -> isZero(reply, name))
                .map(name -> remaining.matcher(name).replaceFirst(reset))
                .flatMap(name -> reply.headers().first(name).stream())
                .flatMap(text -> waitTime.apply(text, reply).stream())
                .max(Comparator.naturalOrder());
    }

    private static boolean isZero(Reply reply, String name) {
        return reply.headers()
                .first(name)
                .filter(text -> text.strip().equals("0"))
                .isPresent();
    }
}
