package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.SelectionStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A name of the operator's own for some targets.
 *
 * @param targets in the order of the configuration; empty when none of their providers is enabled
 * @param fallbacks last resorts, in order
 * @param hedgeAfter see {@link dev.caramba.balance.Candidates}
 */
public record Route(
        String name,
        SelectionStrategy strategy,
        List<Candidate> targets,
        List<Candidate> fallbacks,
        Optional<Duration> hedgeAfter) {}
