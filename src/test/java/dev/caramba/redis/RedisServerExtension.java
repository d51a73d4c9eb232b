package dev.caramba.redis;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis server for one test class, and clients of it. */
public final class RedisServerExtension implements BeforeAllCallback, AfterAllCallback {

    private static final int WAITING = 4096;

    private final RedisBinary binary;
    private RedisProcess server;
    private Vertx vertx;
    private Redis redis;

    public RedisServerExtension() {
        this(RedisBinary.REDIS_6);
    }

    public RedisServerExtension(RedisBinary binary) {
        this.binary = binary;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = new RedisProcess(binary);
        vertx = Vertx.vertx();
        redis = client();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        vertx.closeAndAwait();
        server.close();
    }

    public RedisProcess server() {
        return server;
    }

    /** A client with connections of its own. */
    public Redis client() {
        return client(server.url());
    }

    /** The same as a user of the server. */
    public Redis client(String user, String password) {
        return client(server.url().replace("://", "://" + user + ":" + password + "@"));
    }

    private Redis client(String url) {
        var options =
                new RedisOptions().setConnectionString(url).setMaxPoolSize(4).setMaxPoolWaiting(WAITING);
        return Redis.createClient(vertx, options);
    }

    /** The reply of Redis to a command, as text. */
    public String ask(Command command, String... arguments) {
        var request = Request.cmd(command);
        for (var argument : arguments) {
            request.arg(argument);
        }
        return String.valueOf(redis.send(request).await().atMost(Duration.ofSeconds(30)));
    }
}
