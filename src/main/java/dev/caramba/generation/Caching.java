package dev.caramba.generation;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cache settings of one request.
 *
 * @param ttl how long its answer may be stored, and how old a stored answer may be; empty leaves both to the route
 * @param key a text that becomes part of the cache key in addition to the request's content
 * @param maxAge how old a stored answer may be, where the request sets that separately
 * @param read whether a stored answer may be used
 * @param write whether its answer may be stored
 */
public record Caching(
        Optional<Duration> ttl, Optional<String> key, Optional<Duration> maxAge, boolean read, boolean write) {

    /** Leaves everything to the route. */
    public static final Caching UNSAID = new Caching(Optional.empty(), Optional.empty(), Optional.empty(), true, true);

    /** Neither reads nor writes the cache. */
    public static final Caching NONE = new Caching(Optional.empty(), Optional.empty(), Optional.empty(), false, false);

    /** Returns the settings that both allow. */
    public Caching and(Caching other) {
        return new Caching(
                least(ttl, other.ttl),
                key.or(other::key),
                least(maxAge, other.maxAge),
                read && other.read,
                write && other.write);
    }

    private static Optional<Duration> least(Optional<Duration> a, Optional<Duration> b) {
        return Stream.of(a, b).flatMap(Optional::stream).min(Duration::compareTo);
    }
}
