package dev.caramba.quota;

import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;

/**
 * A shared count that may be out of reach. Then this instance goes on counting by itself, from what it was last told of
 * the caller: what the fleet had used by then stays used until its window ends. What it counts meanwhile the others do
 * not learn.
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

    /** A server that hung may have granted the call after it was given up: it is told that nothing came of it. */
    @Override
    public Uni<Void> settle(QuotaDecision taken, long tokens) {
        if (taken.shared()) {
            local.forget(taken);
            return told(taken, tokens);
        }
        return local.settle(taken, tokens).call(() -> told(taken, taken.ask().tokens()));
    }

    /** The next one that Redis grants brings its count along. */
    @Override
    public Uni<Void> giveBack(QuotaDecision taken) {
        if (taken.shared()) {
            local.forget(taken);
            return guard.ask(() -> shared.giveBack(taken)).onFailure().recoverWithNull();
        }
        return local.giveBack(taken).call(() -> told(taken, taken.ask().tokens()));
    }

    private Uni<Void> told(QuotaDecision taken, long tokens) {
        return guard.ask(() -> shared.settle(taken, tokens)).onFailure().recoverWithNull();
    }
}
