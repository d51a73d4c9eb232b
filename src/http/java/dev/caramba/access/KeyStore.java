package dev.caramba.access;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * Stores the keys that the fleet shares. Its methods fail when the store does not answer within the configured timeout.
 */
public interface KeyStore {

    /**
     * All keys, revoked ones included.
     *
     * @param version a text that changes with every change of the keys
     */
    record Keys(String version, List<SharedKey> keys) {}

    /** Returns the keys; empty when they still have the version that the caller knows. */
    Uni<Optional<Keys>> read(String knownVersion);

    /** Stores these keys as revoked, except for names that the store knows. */
    Uni<Void> restore(List<SharedKey> revoked);

    /** Stores a key and replaces an earlier one of that name. Completes with true when there was none. */
    Uni<Boolean> keep(SharedKey key);
}
