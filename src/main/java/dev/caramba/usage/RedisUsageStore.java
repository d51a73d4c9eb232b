package dev.caramba.usage;

import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shared store of the fleet, in Redis. Every verb is one script and one round trip. Days are those of the server's
 * clock. All keys have the same hash tag, so that on Redis Cluster one script may use any of them.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisUsageStore implements UsageStore {

    /** How long the store remembers the latest batch of an instance, so that it adds no batch twice. */
    static final Duration SOURCE_LIFE = Duration.ofDays(2);

    private final RedisVerb spend;
    private final RedisVerb spent;
    private final RedisVerb used;
    private final String base;
    private final String retention;

    /**
     * @param keyPrefix the beginning of every key; instances with the same prefix are a fleet
     * @param retention how long a day is kept after its last addition
     */
    public RedisUsageStore(Redis redis, String keyPrefix, Duration retention) {
        this(redis, keyPrefix, retention, Optional.empty());
    }

    /** @param clock replaces the server's clock where it is not empty */
    RedisUsageStore(Redis redis, String keyPrefix, Duration retention, Optional<InstantSource> clock) {
        var verbs = new RedisVerbs(redis, "usage", "usage", () -> clock.map(InstantSource::instant));
        spend = verbs.timed("spend");
        spent = verbs.timed("spent");
        used = verbs.timed("used");
        this.base = "{" + keyPrefix + "}:usage:";
        this.retention = millis(retention);
    }

    @Override
    public Uni<Void> add(UsageBatch batch) {
        return Uni.createFrom()
                .deferred(() -> {
                    var arguments = new ArrayList<>(List.of(
                            String.valueOf(batch.number()), millis(batch.age()), retention, millis(SOURCE_LIFE)));
                    batch.used()
                            .forEach((row, figures) -> arguments.addAll(List.of(
                                    row.field(), row.caller(), String.valueOf(figures.nanos()), figures.text())));
                    return spend.run(List.of(base, base + "source:" + batch.source()), arguments);
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Spending> spent(String caller) {
        return spent.run(base, caller)
                .map(reply -> new Spending(
                        number(reply, 0),
                        number(reply, 1),
                        Duration.ofMillis(number(reply, 2)),
                        Duration.ofMillis(number(reply, 3))));
    }

    @Override
    public Uni<Map<UsageRow, UsageFigures>> used(LocalDate day) {
        return used.run(base + day).map(RedisUsageStore::rows);
    }

    private static Map<UsageRow, UsageFigures> rows(Response reply) {
        var rows = new HashMap<UsageRow, UsageFigures>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            rows.put(
                    UsageRow.of(reply.get(i).toString()),
                    UsageFigures.of(reply.get(i + 1).toString()));
        }
        return rows;
    }

    private static long number(Response reply, int index) {
        return Long.parseLong(reply.get(index).toString());
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
