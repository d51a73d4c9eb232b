package dev.caramba.response;

import io.smallrye.mutiny.Uni;

/** Stores responses for their lifetime. Each belongs to an owner, who alone can find it. Every verb is atomic. */
public interface ResponseStore {

    /** Stores a response in place of an older one with its id. */
    Uni<Void> save(StoredResponse response);

    /** Returns what is stored of that which is wanted. Fails when that cannot be known. */
    Uni<FoundResponses> find(WantedResponses wanted);

    /**
     * Removes a response.
     *
     * @return false when it is not stored
     */
    Uni<Boolean> delete(String owner, String id);
}
