package dev.caramba.result;

import dev.caramba.health.RedisScript;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The memory of the whole fleet, in Redis. Every verb is one script, one key and one round trip; time is that of the
 * server. Keys carry no hash tag: a cluster spreads them.
 *
 * <p>Its replies come when Redis sends them, and never when it does not: who cannot wait has to bound them.
 */
public final class RedisResultStore implements ResultStore {

    private final RedisScript claim = script("claim");
    private final RedisScript prolong = script("prolong");
    private final RedisScript complete = script("complete");
    private final RedisScript release = script("release");
    private final RedisScript result = script("result");
    private final Redis redis;
    private final String prefix;
    private final String claimLife;
    private final String resultLife;
    private final Supplier<Optional<Instant>> clock;

    /** @param keyPrefix begins every key; instances with the same one are a fleet */
    public RedisResultStore(Redis redis, String keyPrefix, ResultPolicy policy) {
        this(redis, keyPrefix, policy, Optional::empty);
    }

    /** @param clock the server's where it is empty */
    RedisResultStore(Redis redis, String keyPrefix, ResultPolicy policy, Supplier<Optional<Instant>> clock) {
        this.redis = redis;
        this.prefix = keyPrefix + ":result:";
        this.claimLife = millis(policy.claim());
        this.resultLife = millis(policy.result());
        this.clock = clock;
    }

    @Override
    public Uni<Claim> claim(Hold hold) {
        return run(claim, hold.key(), hold.owner(), hold.body(), claimLife)
                .map(reply -> told(reply).orElseGet(() -> new Claim.Granted(hold)));
    }

    @Override
    public Uni<Boolean> prolong(Hold hold) {
        return run(prolong, hold.key(), hold.owner(), claimLife).map(RedisResultStore::isYes);
    }

    @Override
    public Uni<Boolean> complete(Hold hold, String text) {
        return run(complete, hold.key(), hold.owner(), hold.body(), resultLife, text)
                .map(RedisResultStore::isYes);
    }

    @Override
    public Uni<Boolean> release(Hold hold) {
        return run(release, hold.key(), hold.owner()).map(RedisResultStore::isYes);
    }

    @Override
    public Uni<Optional<Claim>> find(ResultKey key) {
        return run(result, key).map(RedisResultStore::told);
    }

    private Uni<Response> run(RedisScript script, ResultKey key, String... arguments) {
        return Uni.createFrom().deferred(() -> {
            var now = clock.get().map(instant -> String.valueOf(instant.toEpochMilli()));
            var all = new ArrayList<>(List.of(now.orElse("")));
            all.addAll(List.of(arguments));
            return script.run(redis, List.of(prefix + key.name()), all);
        });
    }

    /** Empty where nobody has it. */
    private static Optional<Claim> told(Response reply) {
        return switch (reply.get(0).toString()) {
            case "running" ->
                Optional.of(new Claim.Running(Duration.ofMillis(reply.get(1).toLong())));
            case "done" -> Optional.of(new Claim.Done(reply.get(1).toString()));
            case "other" -> Optional.of(new Claim.OtherBody());
            default -> Optional.empty();
        };
    }

    private static boolean isYes(Response reply) {
        return reply.toLong() == 1;
    }

    private static String millis(Duration duration) {
        return String.valueOf(Math.max(1, duration.toMillis()));
    }

    private static RedisScript script(String verb) {
        return new RedisScript("claimed", verb);
    }
}
