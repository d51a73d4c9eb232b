package dev.caramba.health;

import dev.caramba.prompt.Target;

/**
 * The right to ask a target once. It expires when it is neither renewed nor reported.
 *
 * @param probe whether this is the one attempt that finds out whether a target has recovered after a cooldown
 * @param targetEpoch the number of the target's cooldowns when the lease was granted; the report of an older epoch does
 *     not affect a cooldown that began later
 * @param providerEpoch the same for the cooldowns of the target's provider
 */
public record Lease(String id, Target target, boolean probe, long targetEpoch, long providerEpoch) {

    /**
     * The epoch of a lease from another store. It counts as current unless a cooldown is open, so that its report can
     * open one but not close it.
     */
    static final long OF_ANOTHER_STORE = -1;

    /** Returns this lease for a store that did not grant it. */
    Lease ofAnotherStore() {
        return ofAnotherStore(id);
    }

    /** Returns this lease for a store that did not grant it, under the id that it may have there. */
    Lease ofAnotherStore(String id) {
        return new Lease(id, target, false, OF_ANOTHER_STORE, OF_ANOTHER_STORE);
    }
}
