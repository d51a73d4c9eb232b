package dev.caramba.wire;

/** Is told what happens below the requests that are sent. Called on whatever thread; must not block. */
public interface WireObserver {

    /** Observes nothing. */
    WireObserver NONE = owner -> {};

    /**
     * A connection of the pool turned out to be closed by its peer, and the request is sent again on a new one.
     *
     * @param owner whose request it was
     */
    void staleConnection(String owner);
}
