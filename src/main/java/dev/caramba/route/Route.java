package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.SelectionStrategy;
import java.util.List;

/**
 * A name of the operator's own for some targets.
 *
 * @param targets in the order of the configuration; empty when none of their providers is enabled
 * @param fallbacks last resorts, in order
 */
public record Route(String name, SelectionStrategy strategy, List<Candidate> targets, List<Candidate> fallbacks) {}
