package dev.caramba.health;

import dev.caramba.prompt.Target;

/**
 * The right to ask a target once. It expires by itself when it is neither renewed nor reported.
 *
 * @param probe whether this is the one call that finds out if a cooldown target has recovered
 * @param targetEpoch the number of the target's cooldowns when the lease was granted; a report of an older epoch is no
 *     news about a cooldown that began later
 * @param providerEpoch the same for the cooldowns of the target's provider
 */
public record Lease(String id, Target target, boolean probe, long targetEpoch, long providerEpoch) {

    /** An epoch that is of the present unless a cooldown is open; what another store learned can only open one. */
    static final long OF_ANOTHER_STORE = -1;

    /** This lease as a store sees it that did not grant it. */
    Lease ofAnotherStore() {
        return ofAnotherStore(id);
    }

    /** The same, under the id that it may have there. */
    Lease ofAnotherStore(String id) {
        return new Lease(id, target, false, OF_ANOTHER_STORE, OF_ANOTHER_STORE);
    }
}
