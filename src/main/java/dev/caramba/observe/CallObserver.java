package dev.caramba.observe;

/**
 * Observes the beginning and the end of every call. It is called on the thread that ends the call and must not block.
 */
public interface CallObserver {

    /** Called when a call begins. */
    default void began() {}

    /** Called when a call has ended, exactly once for each call that began. */
    void ended(CallRecord call);
}
