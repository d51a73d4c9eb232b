package dev.caramba.batch;

import dev.caramba.call.Invocation;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long a batch may take: the caller's word, and the environment's. The configured deadline is not its own: that holds
 * for each prompt from its beginning.
 *
 * @param began as {@link System#nanoTime} tells
 */
record BatchTime(long began, Optional<Duration> callers, Optional<Duration> environments) {

    static BatchTime begin(Invocation invocation, Optional<Duration> bodys) {
        var callers = Stream.of(invocation.callersTimeout(), bodys)
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
        return new BatchTime(System.nanoTime(), callers, invocation.environmentsTimeout());
    }

    Optional<Duration> callersLeft() {
        return callers.map(this::left);
    }

    Optional<Duration> environmentsLeft() {
        return environments.map(this::left);
    }

    boolean over() {
        return Stream.of(callersLeft(), environmentsLeft())
                .flatMap(Optional::stream)
                .anyMatch(left -> left.isNegative() || left.isZero());
    }

    private Duration left(Duration whole) {
        return whole.minusNanos(System.nanoTime() - began);
    }
}
