package dev.caramba.generation;

import java.util.Locale;

/** Why an answer ended. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    OTHER;

    /** Returns the name on every surface of the product, in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
