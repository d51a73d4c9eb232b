package dev.caramba.generation;

import java.util.Locale;

/** What became of an answer that broke after its first content. */
public enum Resumption {
    /** Another attempt went on with it. */
    CONTINUED,
    /** Another attempt answered otherwise. */
    DIVERGED,
    /** Nobody went on with it. */
    FAILED;

    /** The name in logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
