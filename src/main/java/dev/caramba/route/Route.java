package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.SelectionStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A name of the operator's own for some targets.
 *
 * @param targets in the order of the configuration; empty when none of their providers is enabled
 * @param fallbacks last resorts, in order
 * @param hedgeAfter see {@link dev.caramba.balance.Candidates}
 * @param leftOut what it names and cannot ask, each provider once
 */
public record Route(
        String name,
        SelectionStrategy strategy,
        List<Candidate> targets,
        List<Candidate> fallbacks,
        Optional<Duration> hedgeAfter,
        List<ExcludedProvider> leftOut) {

    /** Whether there is anybody to ask. */
    boolean askable() {
        return !targets.isEmpty() || !fallbacks.isEmpty();
    }

    /** What an operator is told of it; empty when nothing is left out. */
    Optional<String> notice() {
        return Optional.of(leftOut.stream().map(ExcludedProvider::toString).collect(Collectors.joining("; ")))
                .filter(told -> !told.isEmpty())
                .map(told -> askable() ? told : told + "; nobody is left to be asked");
    }
}
