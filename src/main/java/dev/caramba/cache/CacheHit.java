package dev.caramba.cache;

import java.time.Duration;

/**
 * A stored answer that is given to a call.
 *
 * @param age the time since it was stored
 */
record CacheHit(CachedAnswer answer, Duration age) {}
