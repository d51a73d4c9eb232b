package dev.caramba.cache;

import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The shared store of the fleet, in Redis. Every verb is one script, one key and one round trip. Time is that of the
 * server. Keys have no hash tag, so that a cluster spreads them.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisCacheStore implements CacheStore {

    private final RedisVerb lookup;
    private final RedisVerb keep;
    private final RedisVerb renew;
    private final RedisVerb release;
    private final String prefix;
    private final String leaseLife;

    /** @param keyPrefix the beginning of every key; instances with the same prefix are a fleet */
    public RedisCacheStore(Redis redis, String keyPrefix, Duration leaseLife) {
        this(redis, keyPrefix, leaseLife, Optional::empty);
    }

    /** @param clock replaces the server's clock where it is not empty */
    RedisCacheStore(Redis redis, String keyPrefix, Duration leaseLife, Supplier<Optional<Instant>> clock) {
        var verbs = new RedisVerbs(redis, "cache", "cache", clock);
        lookup = verbs.timed("lookup");
        keep = verbs.timed("keep");
        renew = verbs.timed("renew");
        release = verbs.timed("release");
        this.prefix = keyPrefix + ":cache:";
        this.leaseLife = RedisValues.millis(leaseLife);
    }

    @Override
    public Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan) {
        var limit = youngerThan.map(RedisValues::millis).orElse("");
        return lookup.run(key(lease), lease.owner(), leaseLife, limit).map(reply -> lookupOf(reply, lease));
    }

    @Override
    public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
        return keep.run(List.of(key(lease)), List.of(lease.owner(), RedisValues.millis(life)), entry)
                .map(RedisValues::isYes);
    }

    @Override
    public Uni<Boolean> renew(CacheLease lease) {
        return renew.run(key(lease), lease.owner(), leaseLife).map(RedisValues::isYes);
    }

    @Override
    public Uni<Boolean> release(CacheLease lease) {
        return release.run(key(lease), lease.owner()).map(RedisValues::isYes);
    }

    private String key(CacheLease lease) {
        return prefix + lease.key();
    }

    private static Lookup lookupOf(Response reply, CacheLease lease) {
        return switch (reply.get(0).toString()) {
            case "found" ->
                new Lookup.Found(
                        reply.get(2).toBytes(), Duration.ofMillis(reply.get(1).toLong()));
            case "busy" -> new Lookup.Busy(Duration.ofMillis(reply.get(1).toLong()));
            default -> new Lookup.Granted(lease);
        };
    }
}
