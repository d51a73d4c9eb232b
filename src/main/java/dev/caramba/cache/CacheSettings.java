package dev.caramba.cache;

import java.time.Duration;
import java.util.Map;

/**
 * The settings of the answer cache.
 *
 * @param maxTtl the longest time to live that a request may ask for
 * @param maxEntrySize the largest answer in bytes; a larger one is not stored
 * @param patience how long a call waits for another one with the same request
 * @param lease how long a lease lives without a renewal
 * @param shared whether callers share answers
 * @param routes how long the answers of each route are stored when the request does not set it
 */
public record CacheSettings(
        Duration maxTtl,
        int maxEntrySize,
        Duration patience,
        Duration lease,
        boolean shared,
        Map<String, Duration> routes) {}
