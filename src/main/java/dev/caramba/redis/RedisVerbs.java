package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creates the verbs of one store. Their scripts are in the store's folder, and each is preceded by the script that they
 * share.
 */
public final class RedisVerbs {

    private static final String CLOCK = "redis/clock";

    private final Redis redis;
    private final String folder;
    private final String shared;
    private final Supplier<Optional<Instant>> clock;

    /**
     * @param folder the name of the store's folder under {@code lua}
     * @param shared the name of the shared script in that folder
     * @param clock replaces the server's clock in tests; empty means the server's clock
     */
    public RedisVerbs(Redis redis, String folder, String shared, Supplier<Optional<Instant>> clock) {
        this.redis = redis;
        this.folder = folder;
        this.shared = shared;
        this.clock = clock;
    }

    /** Creates the verbs by the server's clock. */
    public RedisVerbs(Redis redis, String folder, String shared) {
        this(redis, folder, shared, Optional::empty);
    }

    /**
     * Returns the verb in the file of this name. It puts the override of the clock before the arguments of each run.
     */
    public RedisVerb timed(String name) {
        var script = new RedisScript(CLOCK, folder + "/" + shared, folder + "/" + name);
        return (keys, arguments, content) -> Uni.createFrom().deferred(() -> {
            var all = new ArrayList<String>(arguments.size() + 1);
            all.add(clock.get()
                    .map(instant -> String.valueOf(instant.toEpochMilli()))
                    .orElse(""));
            all.addAll(arguments);
            return script.run(redis, keys, all, content);
        });
    }

    /** Returns the verb in this file under {@code lua}, without the clock and without a shared script. */
    public static RedisVerb timeless(Redis redis, String file) {
        var script = new RedisScript(file);
        return (keys, arguments, content) ->
                Uni.createFrom().deferred(() -> script.run(redis, keys, arguments, content));
    }
}
