package dev.caramba.batch;

import dev.caramba.call.Invocation;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time that a batch may take, as the caller and the environment limit it. The configured deadline is not part of
 * it: it applies to each prompt from the prompt's beginning.
 *
 * @param began a time of {@link System#nanoTime}
 */
record BatchTime(long began, Optional<Duration> callers, Optional<Duration> environments) {

    static BatchTime begin(Invocation invocation, Optional<Duration> bodyTimeout) {
        var callers = Stream.of(invocation.callersTimeout(), bodyTimeout)
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

    private Duration left(Duration limit) {
        return limit.minusNanos(System.nanoTime() - began);
    }
}
