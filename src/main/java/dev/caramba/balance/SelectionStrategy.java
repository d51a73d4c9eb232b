package dev.caramba.balance;

import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Tier;
import java.util.List;

/**
 * Orders candidates by preference. It is a pure function, without a clock and without state. The store, not the
 * strategy, decides whether a candidate may be asked now. A custom strategy is a CDI bean, chosen by its name.
 */
public interface SelectionStrategy {

    /** Returns the name in the configuration. */
    String name();

    /**
     * Returns the candidates in tiers, best first, each with the way to choose inside it.
     *
     * @param candidates in the order of the configuration, never empty
     * @param view the latest known health; it may be a little old, and is empty on an instance's first call
     */
    List<Tier> rank(List<Candidate> candidates, HealthView view);
}
