package dev.caramba.health;

import dev.caramba.prompt.Target;
import dev.caramba.redis.OutOfReachException;
import io.smallrye.mutiny.Uni;
import java.util.Collection;

/**
 * Stores the health of targets and grants leases on them. Strategies rank the targets; the store decides in one atomic
 * step which one may be asked now.
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
 * In addition, an operator can disable a provider. Time is that of the store's clock, and no state change needs a
 * timer.
 */
public interface HealthStore {

    /**
     * Leases the first admissible target of the ranking. A target is admissible when it is not disabled, not cooling
     * down and below its limit; after a cooldown one probe is admissible.
     *
     * @param leaseId unique in the fleet
     */
    Uni<Acquisition> acquire(Ranking ranking, String leaseId);

    /**
     * Ends a lease with the outcome of its attempt; to be called once for each lease. The item is a fresh view of the
     * lease's target.
     */
    Uni<HealthView> report(Lease lease, AttemptOutcome outcome);

    /** Extends a lease by its full life from now; false when it has expired. */
    Uni<Boolean> renew(Lease lease);

    /** Returns the present health of these targets. */
    Uni<HealthView> view(Collection<Target> targets);

    /**
     * Runs an operator's action completely or not at all. The item is a fresh view of the action's targets. Fails with
     * an {@link OutOfReachException} when the shared store does not answer.
     */
    Uni<HealthView> control(Control control);

    /** Returns the kind of the store: {@code memory} or {@code redis}. */
    String type();

    /** Returns whether the shared store is out of reach and the local store is used instead. */
    default boolean degraded() {
        return false;
    }
}
