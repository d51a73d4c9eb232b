package dev.caramba.result;

import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The shared store of the fleet, in Redis. Every verb is one script, one key and one round trip. Time is that of the
 * server. Keys have no hash tag, so that a cluster spreads them.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisResultStore implements ResultStore {

    private final RedisVerb claim;
    private final RedisVerb prolong;
    private final RedisVerb complete;
    private final RedisVerb release;
    private final RedisVerb result;
    private final String prefix;
    private final String claimLife;
    private final String resultLife;

    /** @param keyPrefix the beginning of every key; instances with the same prefix are a fleet */
    public RedisResultStore(Redis redis, String keyPrefix, ResultPolicy policy) {
        this(redis, keyPrefix, policy, Optional::empty);
    }

    /** @param clock replaces the server's clock where it is not empty */
    RedisResultStore(Redis redis, String keyPrefix, ResultPolicy policy, Supplier<Optional<Instant>> clock) {
        var verbs = new RedisVerbs(redis, "result", "claimed", clock);
        claim = verbs.timed("claim");
        prolong = verbs.timed("prolong");
        complete = verbs.timed("complete");
        release = verbs.timed("release");
        result = verbs.timed("result");
        this.prefix = keyPrefix + ":result:";
        this.claimLife = RedisValues.millis(policy.claim());
        this.resultLife = RedisValues.millis(policy.result());
    }

    @Override
    public Uni<Claim> claim(HeldClaim hold) {
        return claim.run(key(hold.key()), hold.owner(), hold.body(), claimLife)
                .map(reply -> claimOf(reply).orElseGet(() -> new Claim.Granted(hold)));
    }

    @Override
    public Uni<Boolean> prolong(HeldClaim hold) {
        return prolong.run(key(hold.key()), hold.owner(), claimLife).map(RedisValues::isYes);
    }

    @Override
    public Uni<Boolean> complete(HeldClaim hold, String text) {
        return complete.run(key(hold.key()), hold.owner(), hold.body(), resultLife, text)
                .map(RedisValues::isYes);
    }

    @Override
    public Uni<Boolean> release(HeldClaim hold) {
        return release.run(key(hold.key()), hold.owner()).map(RedisValues::isYes);
    }

    @Override
    public Uni<Optional<Claim>> find(IdempotencyKey key) {
        return result.run(key(key)).map(RedisResultStore::claimOf);
    }

    private String key(IdempotencyKey key) {
        return prefix + key.name();
    }

    /** Returns the claim of a reply; empty when no claim exists. */
    private static Optional<Claim> claimOf(Response reply) {
        return switch (reply.get(0).toString()) {
            case "running" ->
                Optional.of(new Claim.Running(Duration.ofMillis(reply.get(1).toLong())));
            case "done" -> Optional.of(new Claim.Done(reply.get(1).toString()));
            case "other" -> Optional.of(new Claim.OtherBody());
            default -> Optional.empty();
        };
    }
}
