package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.util.List;

/**
 * What one store asks of Redis in one atomic step and one round trip. Nothing is sent before somebody subscribes. The reply
 * comes when Redis sends it, and never when it does not: who cannot wait has to bound it.
 */
public interface RedisVerb {

    /**
     * @param content the last argument, of whatever bytes; none where it is empty
     */
    Uni<Response> run(List<String> keys, List<String> arguments, byte[] content);

    /** The same without content. */
    default Uni<Response> run(List<String> keys, List<String> arguments) {
        return run(keys, arguments, new byte[0]);
    }

    /** The same with one key. */
    default Uni<Response> run(String key, String... arguments) {
        return run(List.of(key), List.of(arguments));
    }
}
