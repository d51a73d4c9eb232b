package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.batch.ResultSink;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds results to a Redis stream. An entry has a field for each attribute of the CloudEvent, and {@code data} as JSON. A
 * prompt has one entry, however often its result is sent: a key beside the stream records that it was added.
 */
public final class RedisStreamSink implements ResultSink {

    private final RedisVerb append;
    private final String key;
    private final long maxLength;
    private final Duration memory;
    private final Duration timeout;

    /**
     * @param key the key of the stream, without braces
     * @param maxLength the approximate number of entries that the stream keeps; the oldest are removed first, read or not
     * @param memory how long a result that was added is not added again
     * @param timeout the limit of one attempt to add
     */
    public RedisStreamSink(Redis redis, String key, long maxLength, Duration memory, Duration timeout) {
        this.append = RedisVerbs.timeless(redis, "sink/append");
        this.key = key;
        this.maxLength = maxLength;
        this.memory = memory;
        this.timeout = timeout;
    }

    @Override
    public Uni<Void> send(ResultEvent event) {
        // the braces make Redis Cluster keep this key in the slot of the stream
        var done = "{" + key + "}:" + event.id();
        return append.run(List.of(key, done), arguments(event))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new IllegalStateException("no answer within " + timeout.toMillis() + " ms"))
                .replaceWithVoid();
    }

    private List<String> arguments(ResultEvent event) {
        var arguments = new ArrayList<>(List.of(String.valueOf(maxLength), RedisValues.millis(memory)));
        CloudEventAttributes.of(event).forEach((name, value) -> arguments.addAll(List.of(name, value)));
        arguments.addAll(List.of("datacontenttype", CloudEventAttributes.JSON, "data", Json.write(event.data())));
        return arguments;
    }
}
