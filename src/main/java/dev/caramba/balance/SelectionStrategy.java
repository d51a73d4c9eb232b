package dev.caramba.balance;

import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Tier;
import java.util.List;

/**
 * Orders candidates: pure, without a clock, without memory. Whether the first of them may be asked now is not its
 * business; the store admits. A custom strategy is a CDI bean, chosen by its name.
 */
public interface SelectionStrategy {

    /** The name in the configuration. */
    String name();

    /**
     * The candidates in tiers, best first, each with the way to choose inside it.
     *
     * @param candidates in the order of the configuration, never empty
     * @param view the latest known health; may be a little old and knows nothing on an instance's first call
     */
    List<Tier> rank(List<Candidate> candidates, HealthView view);
}
