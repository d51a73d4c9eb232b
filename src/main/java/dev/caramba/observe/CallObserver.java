package dev.caramba.observe;

/** Is told of every call. Called on whatever thread ends the call; must not block. */
public interface CallObserver {

    /** A call has begun. */
    default void began() {}

    /** A call has ended; called exactly once for each that began. */
    void ended(CallRecord call);
}
