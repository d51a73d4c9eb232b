package dev.caramba.response;

import java.util.Set;

/**
 * A response as the store holds it.
 *
 * @param owner the name of the caller to whom it belongs
 * @param items the ids of the items by which it can be found too
 * @param record the response and its conversation, of any bytes
 */
public record StoredResponse(String owner, String id, Set<String> items, byte[] record) {

    public StoredResponse {
        items = Set.copyOf(items);
    }
}
