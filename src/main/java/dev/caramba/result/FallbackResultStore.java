package dev.caramba.result;

import dev.caramba.redis.LocalGrant;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Fails over to the local store while the shared store is out of reach. Another instance may run the same prompt
 * meanwhile. Only {@link #find} fails, when the local store does not know the key.
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
        return guard.ask(() -> shared.claim(hold)).onFailure().recoverWithUni(() -> local.claim(localHold(hold)));
    }

    @Override
    public Uni<Boolean> prolong(HeldClaim hold) {
        return isLocal(hold)
                ? local.prolong(hold)
                : guard.ask(() -> shared.prolong(hold)).onFailure().recoverWithItem(true);
    }

    /**
     * Completes the claim in the shared store even when the local store granted it. The shared store may be back, and
     * then the other instances need not run the prompt.
     */
    @Override
    public Uni<Boolean> complete(HeldClaim hold, String result) {
        var sharedReply = guard.ask(() -> shared.complete(sharedHold(hold), result));
        return isLocal(hold)
                ? local.complete(hold, result)
                        .call(() -> sharedReply.onFailure().recoverWithItem(false))
                : sharedReply.onFailure().recoverWithUni(() -> local.complete(hold, result));
    }

    /**
     * Releases the claim in the shared store even when the local store granted it. A server that hung may have granted
     * it after the timeout.
     */
    @Override
    public Uni<Boolean> release(HeldClaim hold) {
        var sharedReply =
                guard.ask(() -> shared.release(sharedHold(hold))).onFailure().recoverWithItem(false);
        return isLocal(hold) ? local.release(hold).call(() -> sharedReply) : sharedReply;
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

    private static HeldClaim localHold(HeldClaim hold) {
        return new HeldClaim(hold.key(), hold.body(), LocalGrant.mark(hold.owner()));
    }

    private static HeldClaim sharedHold(HeldClaim hold) {
        return new HeldClaim(hold.key(), hold.body(), LocalGrant.unmark(hold.owner()));
    }

    private static boolean isLocal(HeldClaim hold) {
        return LocalGrant.isMarked(hold.owner());
    }
}
