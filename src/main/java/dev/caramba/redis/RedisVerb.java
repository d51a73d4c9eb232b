package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.util.List;

/**
 * One operation of a store on Redis: one atomic step in one round trip. Nothing is sent before the subscription. There
 * is no timeout here; a caller that cannot wait must set one.
 */
public interface RedisVerb {

    /** @param content the last argument, of any bytes; an empty one is not sent */
    Uni<Response> run(List<String> keys, List<String> arguments, byte[] content);

    /** Runs the operation without content. */
    default Uni<Response> run(List<String> keys, List<String> arguments) {
        return run(keys, arguments, new byte[0]);
    }

    /** Runs the operation with one key. */
    default Uni<Response> run(String key, String... arguments) {
        return run(List.of(key), List.of(arguments));
    }
}
