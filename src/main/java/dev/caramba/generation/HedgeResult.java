package dev.caramba.generation;

import java.util.Locale;

/** The result of a hedge: a second attempt beside one that has given out nothing yet. */
public enum HedgeResult {
    /** The hedge was the first to have content, and its answer is given out. */
    WON,
    /** The other attempt was faster, or the hedge failed, or the caller left. */
    LOST;

    /** Returns the name in logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
