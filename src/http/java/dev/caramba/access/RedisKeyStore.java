package dev.caramba.access;

import dev.caramba.format.Json;
import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores the shared keys in one Redis hash. */
public final class RedisKeyStore implements KeyStore {

    private final RedisVerb keys;
    private final RedisVerb restore;
    private final RedisVerb keep;
    private final String hash;
    private final StoreGuard guard;

    /** @param keyPrefix the beginning of the hash's name, which the class puts into braces */
    public RedisKeyStore(Redis redis, String keyPrefix, StoreGuard guard) {
        var verbs = new RedisVerbs(redis, "access", "keyring");
        keys = verbs.timed("keys");
        restore = verbs.timed("restore-keys");
        keep = verbs.timed("keep-key");
        this.hash = "{" + keyPrefix + "}:access:keys";
        this.guard = guard;
    }

    @Override
    public Uni<Optional<Keys>> read(String knownVersion) {
        return guard.ask(() -> keys.run(hash, knownVersion)).map(reply -> read(knownVersion, reply));
    }

    @Override
    public Uni<Boolean> keep(SharedKey key) {
        var json = Json.write(KeyJson.kept(key));
        return guard.ask(() -> keep.run(hash, key.name(), json)).map(RedisValues::isYes);
    }

    @Override
    public Uni<Void> restore(List<SharedKey> revoked) {
        var arguments = new ArrayList<String>();
        revoked.forEach(key -> {
            arguments.add(key.name());
            arguments.add(Json.write(KeyJson.kept(key)));
        });
        return guard.ask(() -> restore.run(List.of(hash), arguments)).replaceWithVoid();
    }

    private static Optional<Keys> read(String knownVersion, Response reply) {
        var version = reply.get(0).toString();
        if (version.equals(knownVersion)) {
            return Optional.empty();
        }
        var keys = new ArrayList<SharedKey>();
        for (int i = 1; i < reply.size(); i += 2) {
            keys.add(KeyJson.read(reply.get(i).toString(), reply.get(i + 1).toString()));
        }
        return Optional.of(new Keys(version, List.copyOf(keys)));
    }
}
