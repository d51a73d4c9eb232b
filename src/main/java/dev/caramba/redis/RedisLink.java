package dev.caramba.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A client of Redis that replaces itself when nothing comes of it.
 *
 * <p>The client of Vert.x keeps what it should let go: a connection that died silently stays in its pool, as does one to
 * a master that became a replica; a handshake that was refused leaves its socket open, and one that was refused because
 * the server has too many clients takes its place in the pool for good. A new client begins with none of this, and to
 * close the old one closes all that it held.
 *
 * <p>Nothing is sent for a caller who has left: a server that hung must not be asked for thousands of leases of nobody.
 */
public final class RedisLink implements Redis {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String WRITES_ELSEWHERE = "READONLY";
    private static final long ANSWERED = Long.MIN_VALUE;

    private final Supplier<Redis> clients;
    private final Executor home;
    private final Duration longestWait;
    private final Duration patience;
    private final LongSupplier nanos;
    private final AtomicLong unansweredSince = new AtomicLong(ANSWERED);
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile Redis client;
    private volatile long clientSince;
    private volatile boolean misled;

    /**
     * @param home where clients are made: never on behalf of a single call
     * @param longestWait for a connection
     * @param patience how long a client may bring no reply before it is replaced, and the shortest life of one
     * @param nanos a clock without a beginning, as {@link System#nanoTime()}
     */
    RedisLink(Supplier<Redis> clients, Executor home, Duration longestWait, Duration patience, LongSupplier nanos) {
        this.clients = clients;
        this.home = home;
        this.longestWait = longestWait;
        this.patience = patience;
        this.nanos = nanos;
        this.client = clients.get();
        this.clientSince = nanos.getAsLong();
    }

    /** @param longestWait for a connection; how long callers wait for replies at most */
    public static io.vertx.mutiny.redis.client.Redis open(Vertx vertx, RedisOptions options, Duration longestWait) {
        return open(vertx, options, longestWait, PATIENCE);
    }

    public static io.vertx.mutiny.redis.client.Redis open(
            Vertx vertx, RedisOptions options, Duration longestWait, Duration patience) {
        var context = vertx.getOrCreateContext();
        return io.vertx.mutiny.redis.client.Redis.newInstance(new RedisLink(
                () -> Redis.createClient(vertx, new RedisOptions(options)),
                task -> context.runOnContext(ignored -> task.run()),
                longestWait,
                patience,
                System::nanoTime));
    }

    @Override
    public Future<Response> send(Request request) {
        var asked = nanos.getAsLong();
        replaceIfUseless(asked);
        unansweredSince.compareAndSet(ANSWERED, asked);
        return client.connect()
                .compose(connection -> sendOn(connection, request, asked).eventually(() -> connection.close()))
                .onSuccess(ignored -> unansweredSince.set(ANSWERED))
                .onFailure(this::failed);
    }

    @Override
    public Future<RedisConnection> connect() {
        return client.connect();
    }

    @Override
    public Future<List<Response>> batch(List<Request> requests) {
        return client.batch(requests);
    }

    @Override
    public void close() {
        client.close();
    }

    private Future<Response> sendOn(RedisConnection connection, Request request, long asked) {
        return nanos.getAsLong() - asked > longestWait.toNanos()
                ? Future.failedFuture("no connection in time")
                : connection.send(request);
    }

    private void failed(Throwable failure) {
        if (failure.getMessage() != null && failure.getMessage().contains(WRITES_ELSEWHERE)) {
            misled = true;
        }
    }

    private void replaceIfUseless(long now) {
        if ((misled || isSilent(now)) && isOver(clientSince, now) && replacing.compareAndSet(false, true)) {
            home.execute(this::replace);
        }
    }

    private boolean isSilent(long now) {
        var since = unansweredSince.get();
        return since != ANSWERED && isOver(since, now);
    }

    private boolean isOver(long since, long now) {
        return now - since > patience.toNanos();
    }

    private void replace() {
        try {
            var old = client;
            client = clients.get();
            old.close();
        } finally {
            misled = false;
            clientSince = nanos.getAsLong();
            unansweredSince.set(ANSWERED);
            replacing.set(false);
        }
    }
}
