package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.SelectionStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A name that the operator gives to some targets.
 *
 * @param targets the targets in the order of the configuration; empty when none of their providers is enabled
 * @param fallbacks the candidates that are asked last, in order
 * @param hedgeAfter see {@link dev.caramba.balance.Candidates}
 * @param leftOut the providers that it names but that cannot be asked, each once
 */
public record Route(
        String name,
        SelectionStrategy strategy,
        List<Candidate> targets,
        List<Candidate> fallbacks,
        Optional<Duration> hedgeAfter,
        List<ExcludedProvider> leftOut) {

    /** Returns whether the route has any target to ask. */
    boolean askable() {
        return !targets.isEmpty() || !fallbacks.isEmpty();
    }

    /** Returns a notice for the operator; empty when nothing is left out. */
    Optional<String> notice() {
        return Optional.of(leftOut.stream().map(ExcludedProvider::toString).collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty())
                .map(text -> askable() ? text : text + "; nobody is left to be asked");
    }
}
