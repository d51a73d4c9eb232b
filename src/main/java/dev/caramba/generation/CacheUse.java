package dev.caramba.generation;

import java.util.Locale;

/** How a call used the answer cache. */
public enum CacheUse {
    /** The answer came from the cache. */
    HIT,
    /** The cache had no answer; a provider answered, and that answer may be stored. */
    MISS,
    /** The call did not use the cache. */
    BYPASS;

    /** Returns the name in headers, logs and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
