package dev.caramba.generation;

import java.util.Locale;

/** What became of an answer that broke off after its first content. */
public enum ResumeResult {
    /** Another attempt continued it. */
    CONTINUED,
    /** Another attempt gave a different answer. */
    DIVERGED,
    /** No attempt continued it. */
    FAILED;

    /** Returns the name in logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
