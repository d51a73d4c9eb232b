package dev.caramba.generation;

import java.util.Locale;

/** What became of a second attempt that was made beside a silent one. */
public enum Hedging {
    /** It was the first to have content: its answer is given out. */
    WON,
    /** It was not: the other one was faster, or it failed, or the caller left. */
    LOST;

    /** The name in logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
