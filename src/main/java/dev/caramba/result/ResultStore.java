package dev.caramba.result;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Remembers which prompts are being run and what came of them. A claim ends by itself when its holder vanishes; a
 * result is forgotten after its life. Every verb is atomic.
 */
public interface ResultStore {

    /** Claims the key of this hold, unless somebody has. */
    Uni<Claim> claim(HeldClaim hold);

    /** Extends a claim by its full life from now; false when it is over, or somebody else's. */
    Uni<Boolean> prolong(HeldClaim hold);

    /** Keeps the result, and lets the claim go; the first result of a key counts. False when it is not kept. */
    Uni<Boolean> complete(HeldClaim hold, String result);

    /** Lets the claim go without a result: the next one may have it. False when it was not held any more. */
    Uni<Boolean> release(HeldClaim hold);

    /** What has become of a key: {@link Claim.Running} or {@link Claim.Done}; empty when nothing is known of it. */
    Uni<Optional<Claim>> find(IdempotencyKey key);
}
