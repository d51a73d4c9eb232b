package dev.caramba.balance;

import dev.caramba.generation.Provider;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A target that may be asked, with its configuration.
 *
 * @param weight its share under the strategy {@code weighted}, at least 1
 * @param priority its rank under the strategy {@code priority}, lowest first
 * @param maxInFlight the most calls that its provider may have under way at a time
 * @param contextWindow the most tokens that its model reads; empty when not known
 * @param firstTokenTimeout how long a streamed attempt may go without content while another candidate could be asked
 */
public record Candidate(
        Target target,
        Provider provider,
        int weight,
        int priority,
        int maxInFlight,
        OptionalLong contextWindow,
        Duration firstTokenTimeout) {

    Candidate withMaxInFlight(int limit) {
        return new Candidate(target, provider, weight, priority, limit, contextWindow, firstTokenTimeout);
    }
}
