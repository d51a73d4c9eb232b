package dev.caramba.maker;

import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shared store of the fleet, in Redis: a small key for each mark. Every verb is one script and one round trip. The
 * marks of one caller have one hash tag, since one question asks for many; a cluster spreads the callers.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisMakerStore implements MakerStore {

    private final RedisVerb find;
    private final RedisVerb keep;
    private final String prefix;
    private final String life;

    /**
     * @param keyPrefix the beginning of every key; instances with the same prefix are a fleet
     * @param life how long a maker is remembered
     */
    public RedisMakerStore(Redis redis, String keyPrefix, Duration life) {
        find = RedisVerbs.timeless(redis, "maker/find");
        keep = RedisVerbs.timeless(redis, "maker/keep");
        this.prefix = keyPrefix + ":maker:";
        this.life = RedisValues.millis(life);
    }

    @Override
    public Uni<Map<String, String>> find(Collection<String> marks) {
        var asked = List.copyOf(marks);
        return find.run(keys(asked), List.of()).map(reply -> found(asked, reply));
    }

    @Override
    public Uni<Void> keep(Collection<String> marks, String maker) {
        return keep.run(keys(marks), List.of(maker, life)).replaceWithVoid();
    }

    private List<String> keys(Collection<String> marks) {
        return marks.stream().map(mark -> prefix + mark).toList();
    }

    private static Map<String, String> found(List<String> marks, Response reply) {
        var makers = new HashMap<String, String>();
        for (int i = 0; i < marks.size(); i++) {
            if (reply.get(i) != null) {
                makers.put(marks.get(i), reply.get(i).toString());
            }
        }
        return makers;
    }
}
