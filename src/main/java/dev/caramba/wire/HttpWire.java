package dev.caramba.wire;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Sends requests and gives out responses as their bytes arrive, with backpressure down to the socket. Connections are
 * pooled and kept alive; HTTP/2 is used over TLS where the peer offers it. Redirects are not followed. Cancelling, at
 * any point, closes the exchange at once.
 *
 * <p>A connection of the pool may be closed by its peer at any time. When it dies before any byte of the answer has come,
 * the request is sent once more, at once, on a new connection: that says nothing about the peer.
 */
public final class HttpWire {

    private final Vertx vertx;
    private final WireSettings settings;
    private final WireObserver observer;
    private final HttpClients pooled;
    private Optional<HttpClients> fresh = Optional.empty();

    /** A wire that nobody observes. */
    public HttpWire(Vertx vertx, WireSettings settings) {
        this(vertx, settings, WireObserver.NONE);
    }

    public HttpWire(Vertx vertx, WireSettings settings, WireObserver observer) {
        this.vertx = vertx;
        this.settings = settings;
        this.observer = observer;
        this.pooled = HttpClients.pooled(vertx, settings);
    }

    /** The limits in force. */
    public WireSettings settings() {
        return settings;
    }

    /**
     * Runs timeouts. A timeout that is cancelled is forgotten at once, which the default scheduler does not do: there it
     * would hold on to its call until its time has come.
     */
    @SuppressWarnings("deprecation") // its successor is in a package of Vert.x that promises nothing
    public ScheduledExecutorService timer() {
        return vertx.nettyEventLoopGroup();
    }

    /**
     * Sends a request; the item is there with the head of the response, whatever its status.
     *
     * <p>Fails with a {@link WireException}. The body of the response must be subscribed to, or released.
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

    /** The client that takes its connections from the pool. */
    HttpClient pooled(WireRequest request) {
        return pooled.of(request.uri());
    }

    /** The client that opens a new connection; made when it is needed first. */
    synchronized HttpClient fresh(WireRequest request) {
        if (fresh.isEmpty()) {
            fresh = Optional.of(HttpClients.fresh(vertx, settings));
        }
        return fresh.orElseThrow().of(request.uri());
    }

    static RequestOptions options(WireRequest request) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(request.uri().toString())
                .setConnectTimeout(request.connectTimeout().toMillis());
        request.headers().forEach(options::putHeader);
        return options;
    }
}
