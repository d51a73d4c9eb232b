package dev.caramba.result;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Stores which prompts are being run, and their results. A claim expires when its holder no longer prolongs it, and a
 * result expires after its lifetime. Every verb is atomic.
 */
public interface ResultStore {

    /** Claims the key of this hold, unless it is claimed already. */
    Uni<Claim> claim(HeldClaim hold);

    /** Extends a claim by its full life from now; false when it has expired or has another owner. */
    Uni<Boolean> prolong(HeldClaim hold);

    /** Stores the result and ends the claim; the first result of a key counts. False when the result is not stored. */
    Uni<Boolean> complete(HeldClaim hold, String result);

    /** Ends the claim without a result, so that the next caller may claim the key. False when it was no longer held. */
    Uni<Boolean> release(HeldClaim hold);

    /** Returns the state of a key: {@link Claim.Running} or {@link Claim.Done}; empty when the key is unknown. */
    Uni<Optional<Claim>> find(IdempotencyKey key);
}
