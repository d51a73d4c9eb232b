package dev.caramba.wire;

/** Observes what happens below the requests that are sent. It may be called on any thread and must not block. */
public interface WireObserver {

    /** Observes nothing. */
    WireObserver NONE = owner -> {};

    /**
     * Called when the peer had closed a connection of the pool. The request is then sent again on a new one.
     *
     * @param owner the provider entry whose request it was
     */
    void staleConnection(String owner);
}
