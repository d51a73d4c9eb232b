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
 * A Redis client that replaces its Vert.x client when that no longer gets replies.
 *
 * <p>The Vert.x client keeps broken connections. A connection that died silently stays in its pool, and so does one to
 * a master that became a replica. A refused handshake leaves its socket open. A handshake refused because the server
 * has too many clients occupies its place in the pool forever. A new client has none of these, and closing the old one
 * closes everything that it held.
 *
 * <p>A request whose caller has left is not sent, so that a server that hung does not get thousands of useless requests
 * afterwards.
 */
public final class RedisLink implements Redis {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String READ_ONLY_REPLY = "READONLY";
    private static final long ANSWERED = Long.MIN_VALUE;

    private final Supplier<Redis> clients;
    private final Executor home;
    private final Duration longestWait;
    private final Duration patience;
    private final LongSupplier nanos;
    private final AtomicLong unansweredSince = new AtomicLong(ANSWERED);
    private final AtomicBoolean replacing = new AtomicBoolean();
    private final Unanswered unanswered = new Unanswered();
    private volatile Redis client;
    private volatile long clientSince;
    private volatile boolean readOnly;

    /**
     * @param home the executor on which clients are created, so that none is created on the context of a single call
     * @param longestWait the longest wait for a connection
     * @param patience how long a client may get no reply before it is replaced; also the shortest life of a client
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

    /** @param longestWait the longest wait for a connection; no caller waits longer for a reply */
    public static io.vertx.mutiny.redis.client.Redis open(Vertx vertx, RedisOptions options, Duration longestWait) {
        return open(vertx, options, longestWait, PATIENCE);
    }

    public static io.vertx.mutiny.redis.client.Redis open(
            Vertx vertx, RedisOptions options, Duration longestWait, Duration patience) {
        var context = vertx.getOrCreateContext();
        var endpoints = new RedisEndpoints(options);
        return io.vertx.mutiny.redis.client.Redis.newInstance(new RedisLink(
                () -> Redis.createClient(vertx, endpoints.options()),
                task -> endpoints.run(context, task),
                longestWait,
                patience,
                System::nanoTime));
    }

    @Override
    public Future<Response> send(Request request) {
        var asked = nanos.getAsLong();
        replaceIfUseless(asked);
        unansweredSince.compareAndSet(ANSWERED, asked);
        return unanswered.counting(client.connect()
                .compose(connection -> sendOn(connection, request, asked).eventually(() -> connection.close()))
                .onSuccess(ignored -> unansweredSince.set(ANSWERED))
                .onFailure(this::failed));
    }

    /** Waits until all requests have their replies, and no longer than this; for use when the process ends. */
    public static void awaitReplies(io.vertx.mutiny.redis.client.Redis link, Duration longest) {
        if (link.getDelegate() instanceof RedisLink ours) {
            ours.unanswered.awaitNone(longest);
        }
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
        if (failure.getMessage() != null && failure.getMessage().contains(READ_ONLY_REPLY)) {
            readOnly = true;
        }
    }

    private void replaceIfUseless(long now) {
        if ((readOnly || isSilent(now)) && isPast(clientSince, now) && replacing.compareAndSet(false, true)) {
            home.execute(this::replace);
        }
    }

    private boolean isSilent(long now) {
        var since = unansweredSince.get();
        return since != ANSWERED && isPast(since, now);
    }

    private boolean isPast(long since, long now) {
        return now - since > patience.toNanos();
    }

    private void replace() {
        try {
            var old = client;
            client = clients.get();
            old.close();
        } finally {
            readOnly = false;
            clientSince = nanos.getAsLong();
            unansweredSince.set(ANSWERED);
            replacing.set(false);
        }
    }
}
