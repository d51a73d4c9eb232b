package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/** The verbs of one store: scripts that lie in a folder of its own, each behind what all of them share. */
public final class RedisVerbs {

    private static final String CLOCK = "redis/clock";

    private final Redis redis;
    private final String folder;
    private final String shared;
    private final Supplier<Optional<Instant>> clock;

    /**
     * @param folder the name, under {@code lua}, of the store's folder
     * @param shared the name, in that folder, of what the scripts have in common
     * @param clock replaces that of the server, in tests; empty leaves it to the server
     */
    public RedisVerbs(Redis redis, String folder, String shared, Supplier<Optional<Instant>> clock) {
        this.redis = redis;
        this.folder = folder;
        this.shared = shared;
        this.clock = clock;
    }

    /** By the server's clock. */
    public RedisVerbs(Redis redis, String folder, String shared) {
        this(redis, folder, shared, Optional::empty);
    }

    /** The verb in the file of this name. Its first argument, before those it is run with, is the clock's override. */
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

    /** The verb in this file under {@code lua}, which knows neither of the time nor of other verbs. */
    public static RedisVerb timeless(Redis redis, String file) {
        var script = new RedisScript(file);
        return (keys, arguments, content) ->
                Uni.createFrom().deferred(() -> script.run(redis, keys, arguments, content));
    }
}
