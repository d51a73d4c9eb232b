package dev.caramba.maker;

import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** Fails over to the local store while the shared store is out of reach. No verb fails. */
public final class FallbackMakerStore implements MakerStore {

    private final MakerStore shared;
    private final MakerStore local;
    private final StoreGuard guard;

    public FallbackMakerStore(MakerStore shared, MakerStore local, StoreGuard guard) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
    }

    @Override
    public Uni<Map<String, String>> find(Collection<String> marks) {
        return guard.ask(() -> shared.find(marks)).onFailure().recoverWithUni(() -> local.find(marks));
    }

    @Override
    public Uni<Void> keep(Collection<String> marks, String maker) {
        return guard.ask(() -> shared.keep(marks, maker)).onFailure().recoverWithUni(() -> local.keep(marks, maker));
    }
}
