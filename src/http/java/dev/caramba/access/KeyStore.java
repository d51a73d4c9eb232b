package dev.caramba.access;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Where the fleet keeps its keys. Nobody waits for it longer than is configured; it fails when it is out of reach. */
public interface KeyStore {

    /**
     * All keys, revoked ones included.
     *
     * @param version of the keys
     */
    record Keys(String version, List<SharedKey> keys) {}

    /** The keys; empty when they have the version that the asker knows. */
    Uni<Optional<Keys>> read(String knownVersion);

    /** Writes that these are revoked, as far as nothing is known of their names. */
    Uni<Void> restore(List<SharedKey> revoked);

    /** Keeps a key in the place of what was known of its name; true when nothing was. */
    Uni<Boolean> keep(SharedKey key);
}
