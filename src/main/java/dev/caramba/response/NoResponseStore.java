package dev.caramba.response;

import io.smallrye.mutiny.Uni;

/** Stores nothing, where the operator does not want conversations to be stored. */
public final class NoResponseStore implements ResponseStore {

    @Override
    public Uni<Void> save(StoredResponse response) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<FoundResponses> find(WantedResponses wanted) {
        return Uni.createFrom().item(FoundResponses.NONE);
    }

    @Override
    public Uni<Boolean> delete(String owner, String id) {
        return Uni.createFrom().item(false);
    }
}
