package dev.caramba.provider;

import io.smallrye.mutiny.Uni;

/** Supplies a provider's key, which may be replaced while the process runs. It never fails and never blocks. */
public interface KeySource {

    /** Returns the key to use now. */
    Uni<String> current();

    /** Reads the key anew instead of from memory. Called when a provider has refused a key. */
    Uni<String> newest();
}
