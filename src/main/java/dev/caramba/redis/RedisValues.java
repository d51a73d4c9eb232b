package dev.caramba.redis;

import io.vertx.redis.client.Response;
import java.time.Duration;

/** How values are written as arguments of scripts, and read from their replies. */
public final class RedisValues {

    private RedisValues() {}

    /** A time to live in whole milliseconds: at least one, since Redis refuses none. */
    public static String millis(Duration duration) {
        return String.valueOf(Math.max(1, duration.toMillis()));
    }

    /** Whether a reply is 1. */
    public static boolean isYes(Response reply) {
        return reply.toLong() == 1;
    }
}
