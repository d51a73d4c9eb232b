package dev.caramba.usage;

/**
 * Receives the usage of every counted call, in addition to the store. It is called on the thread that ends the call, so
 * it must not block.
 */
public interface UsageObserver {

    /** Called with the figures of one row of a call. */
    void used(UsageRow row, UsageFigures figures);
}
