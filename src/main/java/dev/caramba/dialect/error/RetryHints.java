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
 * How long a provider asks to be left alone after a failure: {@code retry-after-ms}, then {@code Retry-After}, then what
 * is the provider's own.
 */
public final class RetryHints {

    /** The failures that pass by themselves; a hint beside any other is misleading. */
    private static final Set<FailureKind> PASSING =
            EnumSet.of(FailureKind.RATE_LIMITED, FailureKind.OVERLOADED, FailureKind.UNAVAILABLE, FailureKind.TIMEOUT);

    private RetryHints() {}

    /**
     * The hint of a failed response.
     *
     * @param own reads the provider's own form, where the headers of HTTP say nothing
     */
    public static Optional<Duration> of(FailureKind kind, Reply reply, Function<Reply, Optional<Duration>> own) {
        if (!PASSING.contains(kind)) {
            return Optional.empty();
        }
        return reply.headers()
                .first("retry-after-ms")
                .flatMap(WaitTimes::ofMillis)
                .or(() -> reply.headers().first("retry-after").flatMap(text -> retryAfter(text, reply)))
                .or(() -> own.apply(reply));
    }

    /** The provider's clock when it answered; ours when it did not tell. Absolute times are read against it. */
    static Instant clockOf(Reply reply) {
        return reply.headers().first("date").flatMap(WaitTimes::httpDate).orElse(reply.received());
    }

    private static Optional<Duration> retryAfter(String text, Reply reply) {
        return WaitTimes.ofSeconds(text)
                .or(() -> WaitTimes.httpDate(text).flatMap(then -> WaitTimes.between(clockOf(reply), then)));
    }
}
