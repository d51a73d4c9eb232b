package dev.caramba.cache;

import java.time.Duration;

/**
 * An answer for those who did not ask for it themselves.
 *
 * @param age how long it has been kept
 */
record CacheHit(CachedAnswer answer, Duration age) {}
