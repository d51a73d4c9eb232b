package dev.caramba.wire;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Sends requests and streams responses as their bytes arrive, with backpressure down to the socket. Connections are
 * pooled and kept alive. HTTP/2 is used over TLS where the peer offers it. Redirects are not followed. Cancelling
 * closes the exchange at once, at any point.
 *
 * <p>The peer may close a connection of the pool at any time. If no byte of the answer has come before, the request is
 * sent once more, at once, on a new connection: a stale connection says nothing about the peer.
 */
public final class HttpWire {

    private final Vertx vertx;
    private final WireSettings settings;
    private final ConnectionSettings connections;
    private final HostAddresses addresses;
    private final WireObserver observer;
    private final HttpClients pooled;
    private Optional<HttpClients> fresh = Optional.empty();

    /** Creates a wire without an observer. */
    public HttpWire(Vertx vertx, WireSettings settings) {
        this(vertx, settings, WireObserver.NONE);
    }

    public HttpWire(Vertx vertx, WireSettings settings, WireObserver observer) {
        this(vertx, settings, ConnectionSettings.direct(vertx), observer);
    }

    public HttpWire(Vertx vertx, WireSettings settings, ConnectionSettings connections, WireObserver observer) {
        this.vertx = vertx;
        this.settings = settings;
        this.connections = connections;
        this.observer = observer;
        this.addresses = new HostAddresses(connections.lookup());
        this.pooled = HttpClients.pooled(vertx, settings, connections);
    }

    /** Returns the limits in force. */
    public WireSettings settings() {
        return settings;
    }

    /**
     * Returns the scheduler for timeouts. It forgets a cancelled timeout at once. The default scheduler does not: its
     * timeout would keep its call in memory until the time has come.
     */
    @SuppressWarnings("deprecation") // its successor is in an internal package of Vert.x
    public ScheduledExecutorService timer() {
        return vertx.nettyEventLoopGroup();
    }

    /** Runs work that would hold up an event loop on a worker thread; the result arrives on the caller's event loop. */
    public <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    /**
     * Sends a request. Completes with the head of the response, whatever its status.
     *
     * <p>Fails with a {@link WireException}. The caller must subscribe to the body of the response, or release it.
     */
    public Uni<WireResponse> send(WireRequest request) {
        return Uni.createFrom().emitter(emitter -> new Exchange(this, request, emitter).start());
    }

    /** Closes all connections. */
    public synchronized void close() {
        pooled.close();
        fresh.ifPresent(HttpClients::close);
    }

    Vertx vertx() {
        return vertx;
    }

    WireObserver observer() {
        return observer;
    }

    /** Returns the client that takes its connections from the pool. */
    HttpClient pooled(WireRequest request) {
        return pooled.of(request.address());
    }

    /** Returns the client that opens a new connection for each request. It is created on first use. */
    synchronized HttpClient fresh(WireRequest request) {
        if (fresh.isEmpty()) {
            fresh = Optional.of(HttpClients.fresh(vertx, settings, connections));
        }
        return fresh.orElseThrow().of(request.address());
    }

    HostAddresses addresses() {
        return addresses;
    }

    /** Returns the proxy through which the request goes, if any. */
    Optional<ProxyOptions> proxy(WireRequest request) {
        return connections.proxies().of(request.address().uri());
    }

    RequestOptions options(WireRequest request) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(request.address().host())
                .setPort(request.address().port())
                .setSsl(request.address().tls())
                .setURI(request.address().path())
                .setConnectTimeout(request.connectTimeout().toMillis());
        request.headers().forEach(options::putHeader);
        proxy(request).ifPresent(options::setProxyOptions);
        return options;
    }
}
