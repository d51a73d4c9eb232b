package dev.caramba.result;

import dev.caramba.redis.LocalGrant;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Shared memory that may be out of reach. Then the memory of this instance stands in: another instance may run the same
 * prompt meanwhile. Only {@link #find} fails, where nobody can tell.
 */
public final class FallbackResultStore implements ResultStore {

    private final ResultStore shared;
    private final ResultStore local;
    private final StoreGuard guard;

    public FallbackResultStore(ResultStore shared, ResultStore local, StoreGuard guard) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
    }

    @Override
    public Uni<Claim> claim(HeldClaim hold) {
        return guard.ask(() -> shared.claim(hold)).onFailure().recoverWithUni(() -> local.claim(ofOurs(hold)));
    }

    @Override
    public Uni<Boolean> prolong(HeldClaim hold) {
        return isLocal(hold)
                ? local.prolong(hold)
                : guard.ask(() -> shared.prolong(hold)).onFailure().recoverWithItem(true);
    }

    /** Told to the shared memory as well, which may be back: the others need not run it then. */
    @Override
    public Uni<Boolean> complete(HeldClaim hold, String result) {
        var told = guard.ask(() -> shared.complete(ofTheirs(hold), result));
        return isLocal(hold)
                ? local.complete(hold, result).call(() -> told.onFailure().recoverWithItem(false))
                : told.onFailure().recoverWithUni(() -> local.complete(hold, result));
    }

    /** Told to the shared memory as well: a server that hung may have granted it after it was given up. */
    @Override
    public Uni<Boolean> release(HeldClaim hold) {
        var told = guard.ask(() -> shared.release(ofTheirs(hold))).onFailure().recoverWithItem(false);
        return isLocal(hold) ? local.release(hold).call(() -> told) : told;
    }

    @Override
    public Uni<Optional<Claim>> find(IdempotencyKey key) {
        return guard.ask(() -> shared.find(key))
                .onFailure()
                .recoverWithUni(e -> local.find(key)
                        .onItem()
                        .transformToUni(known -> known.isPresent()
                                ? Uni.createFrom().item(known)
                                : Uni.createFrom().failure(e)));
    }

    private static HeldClaim ofOurs(HeldClaim hold) {
        return new HeldClaim(hold.key(), hold.body(), LocalGrant.mark(hold.owner()));
    }

    private static HeldClaim ofTheirs(HeldClaim hold) {
        return new HeldClaim(hold.key(), hold.body(), LocalGrant.unmark(hold.owner()));
    }

    private static boolean isLocal(HeldClaim hold) {
        return LocalGrant.isMarked(hold.owner());
    }
}
