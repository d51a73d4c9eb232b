package dev.caramba.redis;

import io.vertx.redis.client.Response;
import java.time.Duration;

/** Writes values as arguments of scripts and reads them from replies. */
public final class RedisValues {

    private RedisValues() {}

    /** Returns a time to live in whole milliseconds, at least 1, since Redis refuses 0. */
    public static String millis(Duration duration) {
        return String.valueOf(Math.max(1, duration.toMillis()));
    }

    /** Returns whether a reply is 1. */
    public static boolean isYes(Response reply) {
        return reply.toLong() == 1;
    }
}
