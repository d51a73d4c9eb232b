package dev.caramba.quota;

import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;

/**
 * Fails over to the local store while the shared store is out of reach. The local store starts from the caller's last
 * counts in the shared store: what the fleet had used by then stays used until its window ends. The other instances do
 * not learn what this one counts meanwhile.
 */
public final class FallbackQuotaStore implements QuotaStore {

    private final QuotaStore shared;
    private final MemoryQuotaStore local;
    private final StoreGuard guard;

    public FallbackQuotaStore(QuotaStore shared, MemoryQuotaStore local, StoreGuard guard) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
    }

    @Override
    public Uni<QuotaDecision> take(QuotaRequest ask) {
        return guard.ask(() -> shared.take(ask))
                .invoke(local::learn)
                .onFailure()
                .recoverWithUni(() -> local.take(ask).map(QuotaDecision::alone));
    }

    @Override
    public Uni<Boolean> hold(QuotaDecision taken) {
        return taken.shared()
                ? guard.ask(() -> shared.hold(taken)).onFailure().recoverWithItem(true)
                : local.hold(taken);
    }

    /**
     * Settles the call. A call granted by the local store is settled in the shared store too, with its estimated
     * tokens. A server that hung may have granted it after the timeout.
     */
    @Override
    public Uni<Void> settle(QuotaDecision taken, long tokens) {
        if (taken.shared()) {
            local.forget(taken);
            return settleShared(taken, tokens);
        }
        return local.settle(taken, tokens)
                .call(() -> settleShared(taken, taken.ask().tokens()));
    }

    /**
     * Takes the call back. The local store need not correct its counts for a shared grant, because the next shared
     * grant brings new ones.
     */
    @Override
    public Uni<Void> giveBack(QuotaDecision taken) {
        if (taken.shared()) {
            local.forget(taken);
            return guard.ask(() -> shared.giveBack(taken)).onFailure().recoverWithNull();
        }
        return local.giveBack(taken).call(() -> settleShared(taken, taken.ask().tokens()));
    }

    private Uni<Void> settleShared(QuotaDecision taken, long tokens) {
        return guard.ask(() -> shared.settle(taken, tokens)).onFailure().recoverWithNull();
    }
}
