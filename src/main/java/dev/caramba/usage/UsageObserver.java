package dev.caramba.usage;

/** Is told what every counted call has used, beside the store. Called on whatever thread ends the call; must not block. */
public interface UsageObserver {

    /** A call has used this. */
    void used(UsageRow row, UsageFigures figures);
}
