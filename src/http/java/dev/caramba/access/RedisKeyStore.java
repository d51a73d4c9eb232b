package dev.caramba.access;

import dev.caramba.generation.Json;
import dev.caramba.health.RedisScript;
import dev.caramba.health.StoreGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of the fleet in one hash of Redis. */
public final class RedisKeyStore implements KeyStore {

    private final RedisScript keys = new RedisScript("keyring", "keys");
    private final RedisScript restore = new RedisScript("keyring", "restore_keys");
    private final RedisScript keep = new RedisScript("keyring", "keep_key");
    private final Redis redis;
    private final String hash;
    private final StoreGuard guard;

    /** @param keyPrefix begins the hash's name, in braces */
    public RedisKeyStore(Redis redis, String keyPrefix, StoreGuard guard) {
        this.redis = redis;
        this.hash = "{" + keyPrefix + "}:access:keys";
        this.guard = guard;
    }

    @Override
    public Uni<Optional<Keys>> read(String knownVersion) {
        return guard.ask(() -> keys.run(redis, List.of(hash), List.of(knownVersion)))
                .map(reply -> read(knownVersion, reply));
    }

    @Override
    public Uni<Boolean> keep(SharedKey key) {
        var json = Json.write(KeyJson.kept(key));
        return guard.ask(() -> keep.run(redis, List.of(hash), List.of("", key.name(), json)))
                .map(reply -> reply.toLong() == 1);
    }

    @Override
    public Uni<Void> restore(List<SharedKey> revoked) {
        var arguments = new ArrayList<>(List.of(""));
        revoked.forEach(key -> {
            arguments.add(key.name());
            arguments.add(Json.write(KeyJson.kept(key)));
        });
        return guard.ask(() -> restore.run(redis, List.of(hash), arguments)).replaceWithVoid();
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
