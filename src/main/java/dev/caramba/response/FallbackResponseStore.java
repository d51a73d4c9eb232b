package dev.caramba.response;

import dev.caramba.redis.OutOfReachException;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Stores a response in the local store while the shared store is out of reach. Other instances do not find it then.
 * {@link #find} and {@link #delete} fail with an {@link OutOfReachException} where only the shared store may know.
 */
public final class FallbackResponseStore implements ResponseStore {

    private static final Logger LOG = Logger.getLogger(FallbackResponseStore.class);

    private final ResponseStore shared;
    private final ResponseStore local;
    private final StoreGuard guard;
    private final AtomicBoolean away = new AtomicBoolean();

    public FallbackResponseStore(ResponseStore shared, ResponseStore local, StoreGuard guard) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
    }

    @Override
    public Uni<Void> save(StoredResponse response) {
        return guard.ask(() -> shared.save(response))
                .invoke(() -> away.set(false))
                .onFailure()
                .recoverWithUni(e -> {
                    if (!away.getAndSet(true)) {
                        LOG.warnf("responses cannot be stored in Redis, this instance keeps them: %s", e);
                    }
                    return local.save(response);
                });
    }

    /** Asks the local store as well: it has what was saved while the shared store was out of reach. */
    @Override
    public Uni<FoundResponses> find(WantedResponses wanted) {
        return local.find(wanted)
                .flatMap(here -> guard.ask(() -> shared.find(wanted))
                        .map(there -> there.and(here))
                        .onFailure()
                        .recoverWithUni(e -> here.answers(wanted)
                                ? Uni.createFrom().item(here)
                                : Uni.createFrom().failure(new OutOfReachException(e))));
    }

    @Override
    public Uni<Boolean> delete(String owner, String id) {
        return guard.ask(() -> shared.delete(owner, id))
                .onFailure()
                .transform(OutOfReachException::new)
                .flatMap(there -> local.delete(owner, id).map(here -> here || there));
    }
}
