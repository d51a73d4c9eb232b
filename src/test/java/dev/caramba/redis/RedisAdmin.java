package dev.caramba.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Somebody with a connection of its own to a server, who may do everything. */
public final class RedisAdmin {

    private final RedisConnection connection;

    public RedisAdmin(Vertx vertx, RedisProcess server) {
        connection = done(Redis.createClient(vertx, server.url()).connect());
    }

    /** The reply, as text. */
    public String ask(String command, String... arguments) {
        return String.valueOf(done(tell(command, arguments)));
    }

    /** Whether the reply is no error. */
    public boolean agreesTo(String command, String... arguments) {
        return done(tell(command, arguments).map(true).otherwise(false));
    }

    /** Does not wait for the reply. */
    public Future<Response> tell(String command, String... arguments) {
        var request = Request.cmd(Command.create(command));
        List.of(arguments).forEach(request::arg);
        return connection.send(request);
    }

    /** How many connections the server has. */
    public int connections() {
        return (int) ask("CLIENT", "LIST").lines().count();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
