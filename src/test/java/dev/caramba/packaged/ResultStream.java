package dev.caramba.packaged;

import dev.caramba.redis.RedisProcess;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A reader of a stream with results in it. */
final class ResultStream implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    private final String key;

    ResultStream(RedisProcess server, String key) {
        this.redis = Redis.createClient(vertx, server.url());
        this.key = key;
    }

    /** All entries, in their order. */
    List<CloudEvent> entries() {
        var entries = new ArrayList<CloudEvent>();
        ask(Command.XRANGE, key, "-", "+").forEach(entry -> entries.add(event(entry)));
        return entries;
    }

    /** Waits for entries that satisfy. */
    List<CloudEvent> await(Predicate<List<CloudEvent>> enough) {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            var last = lastId();
            var entries = entries();
            if (enough.test(entries)) {
                return entries;
            }
            ask(Command.XREAD, "BLOCK", String.valueOf(LONGEST_BLOCK.toMillis()), "STREAMS", key, last);
        }
        throw new AssertionError("the stream has not come to what is awaited: " + entries());
    }

    /** The reply of Redis; null where it has none. */
    Response ask(Command command, String... arguments) {
        var request = Request.cmd(command);
        for (var argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request).await().atMost(LIMIT);
    }

    @Override
    public void close() {
        redis.close();
        vertx.closeAndAwait();
    }

    private String lastId() {
        for (var entry : ask(Command.XREVRANGE, key, "+", "-", "COUNT", "1")) {
            return entry.get(0).toString();
        }
        return "0";
    }

    private static CloudEvent event(Response entry) {
        Map<String, String> fields = new HashMap<>();
        var all = entry.get(1);
        for (int i = 0; i < all.size(); i += 2) {
            fields.put(all.get(i).toString(), all.get(i + 1).toString());
        }
        var builder = CloudEventBuilder.v1()
                .withId(fields.remove("id"))
                .withSource(URI.create(fields.remove("source")))
                .withType(fields.remove("type"))
                .withData(
                        fields.remove("datacontenttype"), fields.remove("data").getBytes(StandardCharsets.UTF_8));
        if (!"1.0".equals(fields.remove("specversion"))) {
            throw new AssertionError("not an event of version 1.0");
        }
        if (fields.containsKey("subject")) {
            builder.withSubject(fields.remove("subject"));
        }
        fields.forEach(builder::withExtension);
        return builder.build();
    }
}
