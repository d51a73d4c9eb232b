package dev.caramba.health;

import dev.caramba.prompt.Target;
import dev.caramba.redis.OutOfReachException;
import io.smallrye.mutiny.Uni;
import java.util.Collection;

/**
 * The memory of the fleet. Strategies rank, the store admits: one atomic step decides who may ask a target now.
 *
 * <pre>
 *              threshold failures, or one that opens at once
 *   healthy ---------------------------------------------------&gt; cooldown
 *      ^                                                          |     ^
 *      | success of the probe                       its end is    |     | failure of the probe:
 *      |                                            worked out    |     | longer than before
 *      |                                            on read       v     |
 *      +------------------------------------------------------ probing -+
 * </pre>
 *
 * Beside all this a provider is disabled or not, by hand. Time is the store's own; nothing relies on a timer.
 */
public interface HealthStore {

    /**
     * Leases the first admissible target of the ranking: not disabled, not cooling down, below its limit, or the one
     * probe after a cooldown.
     *
     * @param leaseId unique in the fleet
     */
    Uni<Acquisition> acquire(Ranking ranking, String leaseId);

    /** Ends a lease and says how it went; to be called once for each. The item is a fresh view of the lease's target. */
    Uni<HealthView> report(Lease lease, AttemptOutcome outcome);

    /** Extends a lease by its full life from now; false when it has expired. */
    Uni<Boolean> renew(Lease lease);

    /** The present health of these targets. */
    Uni<HealthView> view(Collection<Target> targets);

    /**
     * Does by hand what no call does. The item is a fresh view of the targets that are named; fails with an
     * {@link OutOfReachException} where the memory of the fleet does not answer, and never does half of it.
     */
    Uni<HealthView> control(Control control);

    /** Where the memory lives: {@code memory} or {@code redis}. */
    String type();

    /** Whether shared memory is out of reach and local memory stands in. */
    default boolean degraded() {
        return false;
    }
}
