package dev.caramba.response;

import java.util.Optional;
import java.util.Set;

/**
 * A question to the store.
 *
 * @param owner the name of the caller who asks
 * @param response the id of a response
 * @param items the ids of items whose responses are wanted
 */
public record WantedResponses(String owner, Optional<String> response, Set<String> items) {

    public WantedResponses {
        items = Set.copyOf(items);
    }

    /** Returns the question for one response. */
    public static WantedResponses one(String owner, String id) {
        return new WantedResponses(owner, Optional.of(id), Set.of());
    }

    /** Returns whether the question asks for nothing. */
    public boolean isEmpty() {
        return response.isEmpty() && items.isEmpty();
    }
}
