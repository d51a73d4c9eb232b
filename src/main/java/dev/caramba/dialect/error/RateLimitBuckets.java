package dev.caramba.dialect.error;

import dev.caramba.dialect.Reply;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * How a provider tells, in the headers of every response, what is left of its limits and when they are full again.
 *
 * @param remaining matches the lower-case names of the headers that say how much of a bucket is left
 * @param reset replaces such a name by that of the header that says when the bucket is full again
 * @param waitTime reads that header
 */
public record RateLimitBuckets(
        Pattern remaining, String reset, BiFunction<String, Reply, Optional<Duration>> waitTime) {

    /** Buckets such as {@code requests}, {@code tokens}, {@code project-tokens}, with a Go duration to the reset. */
    public static final RateLimitBuckets OPENAI = new RateLimitBuckets(
            Pattern.compile("x-ratelimit-remaining-(.+)"),
            "x-ratelimit-reset-$1",
            (text, reply) -> WaitTimes.ofUnits(text));

    /** Buckets such as {@code requests}, {@code input-tokens}, with the instant of the reset. */
    public static final RateLimitBuckets ANTHROPIC = new RateLimitBuckets(
            Pattern.compile("anthropic-ratelimit-(.+)-remaining"),
            "anthropic-ratelimit-$1-reset",
            (text, reply) ->
                    WaitTimes.instant(text).flatMap(then -> WaitTimes.between(RetryHints.clockOf(reply), then)));

    /** The longest wait among the buckets of which nothing is left. */
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
