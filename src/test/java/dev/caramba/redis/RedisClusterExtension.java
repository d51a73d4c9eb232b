package dev.caramba.redis;

import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cluster of three servers for one test class, and clients of it. */
public final class RedisClusterExtension implements BeforeAllCallback, AfterAllCallback {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    private List<RedisProcess> nodes;
    private Vertx vertx;
    private Redis redis;

    @Override
    public void beforeAll(ExtensionContext context) {
        vertx = Vertx.vertx();
        nodes = Stream.generate(() -> new RedisProcess(
                        RedisBinary.REDIS_6, "--cluster-enabled", "yes", "--cluster-node-timeout", "500"))
                .limit(NODES)
                .toList();
        for (int node = 0; node < NODES; node++) {
            var admin = new RedisAdmin(vertx, nodes.get(node));
            admin.ask("CLUSTER", slots(node));
            admin.ask(
                    "CLUSTER", "MEET", "127.0.0.1", String.valueOf(nodes.get(0).port()));
        }
        nodes.forEach(node -> node.await("Cluster state changed: ok"));
        redis = Redis.newInstance(io.vertx.redis.client.Redis.createClient(vertx, options()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        nodes.forEach(RedisProcess::close);
    }

    public List<RedisProcess> nodes() {
        return nodes;
    }

    public Vertx vertx() {
        return vertx;
    }

    public RedisOptions options() {
        var options = new RedisOptions().setType(RedisClientType.CLUSTER).setMaxPoolWaiting(4096);
        nodes.forEach(node -> options.addConnectionString(node.url()));
        return options;
    }

    public Redis client() {
        return redis;
    }

    private static String[] slots(int node) {
        return Stream.concat(
                        Stream.of("ADDSLOTS"),
                        IntStream.range(node * SLOTS / NODES, (node + 1) * SLOTS / NODES)
                                .mapToObj(String::valueOf))
                .toArray(String[]::new);
    }
}
