package dev.caramba.dialect.error;

import dev.caramba.dialect.Reply;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads how long a provider asks callers to wait after a failure: from {@code retry-after-ms}, then from
 * {@code Retry-After}, then from the provider's own form, then from the words of the message.
 */
public final class RetryHints {

    /** The failures that pass by themselves. With any other failure, a time to wait would mislead. */
    private static final Set<FailureKind> PASSING =
            EnumSet.of(FailureKind.RATE_LIMITED, FailureKind.OVERLOADED, FailureKind.UNAVAILABLE, FailureKind.TIMEOUT);

    private RetryHints() {}

    /**
     * Returns the time to wait that a failed response asks for, if any.
     *
     * @param own reads the provider's own form, used when the HTTP headers give no time
     */
    public static Optional<Duration> of(FailureKind kind, Reply reply, Function<Reply, Optional<Duration>> own) {
        if (!PASSING.contains(kind)) {
            return Optional.empty();
        }
        return reply.headers()
                .first("retry-after-ms")
                .flatMap(WaitTimes::ofMillis)
                .or(() -> reply.headers().first("retry-after").flatMap(text -> retryAfter(text, reply)))
                .or(() -> own.apply(reply))
                .or(() -> ErrorBody.read(reply.body()).message().flatMap(WaitTimes::inWords));
    }

    /**
     * Returns the provider's time at its response, or this instance's when the response has no {@code Date}. It is the
     * reference for absolute times.
     */
    static Instant clockOf(Reply reply) {
        return reply.headers().first("date").flatMap(WaitTimes::httpDate).orElse(reply.received());
    }

    private static Optional<Duration> retryAfter(String text, Reply reply) {
        return WaitTimes.ofSeconds(text)
                .or(() -> WaitTimes.httpDate(text).flatMap(then -> WaitTimes.between(clockOf(reply), then)));
    }
}
