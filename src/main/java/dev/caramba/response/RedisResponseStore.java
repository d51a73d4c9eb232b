package dev.caramba.response;

import dev.caramba.format.Sha256;
import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The shared store of the fleet, in Redis. Every verb is one script and one round trip. Time is that of the server. The
 * keys of each owner have their own hash tag, so that a cluster spreads owners.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisResponseStore implements ResponseStore {

    private static final int TAG_LENGTH = 32;

    private final RedisVerb save;
    private final RedisVerb find;
    private final RedisVerb delete;
    private final String prefix;
    private final String life;

    /**
     * @param keyPrefix the beginning of every key; instances with the same prefix are a fleet
     * @param life how long a response is stored
     */
    public RedisResponseStore(Redis redis, String keyPrefix, Duration life) {
        this(redis, keyPrefix, life, Optional::empty);
    }

    /** @param clock replaces the server's clock where it is not empty */
    RedisResponseStore(Redis redis, String keyPrefix, Duration life, Supplier<Optional<Instant>> clock) {
        var verbs = new RedisVerbs(redis, "response", "stored", clock);
        save = verbs.timed("save");
        find = verbs.timed("find");
        delete = verbs.timed("delete");
        this.prefix = keyPrefix + ":response:";
        this.life = RedisValues.millis(life);
    }

    @Override
    public Uni<Void> save(StoredResponse response) {
        return Uni.createFrom()
                .deferred(() -> {
                    var keys = new ArrayList<String>();
                    keys.add(responses(response.owner()) + response.id());
                    response.items().forEach(item -> keys.add(items(response.owner()) + item));
                    return save.run(keys, List.of(life, response.id()), response.record());
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<FoundResponses> find(WantedResponses wanted) {
        return Uni.createFrom().deferred(() -> {
            var responses = responses(wanted.owner());
            var items = List.copyOf(wanted.items());
            var keys = new ArrayList<String>();
            keys.add(responses + wanted.response().orElse(""));
            items.forEach(item -> keys.add(items(wanted.owner()) + item));
            return find.run(keys, List.of(responses, wanted.response().orElse("")))
                    .map(reply -> found(reply, items));
        });
    }

    @Override
    public Uni<Boolean> delete(String owner, String id) {
        return delete.run(responses(owner) + id).map(RedisValues::isYes);
    }

    private static FoundResponses found(Response reply, List<String> items) {
        var records = new HashMap<String, byte[]>();
        var places = new HashMap<String, String>();
        for (int i = 0; i < items.size(); i++) {
            var id = reply.get(i).toString();
            if (!id.isEmpty()) {
                places.put(items.get(i), id);
            }
        }
        for (int i = items.size(); i + 1 < reply.size(); i += 2) {
            records.put(reply.get(i).toString(), reply.get(i + 1).toBytes());
        }
        return new FoundResponses(records, places);
    }

    private String responses(String owner) {
        return prefix + "{" + tag(owner) + "}:";
    }

    private String items(String owner) {
        return prefix + "item:{" + tag(owner) + "}:";
    }

    /** Returns a digest of the owner's name, which may have any characters. */
    private static String tag(String owner) {
        return Sha256.hex(owner).substring(0, TAG_LENGTH);
    }
}
