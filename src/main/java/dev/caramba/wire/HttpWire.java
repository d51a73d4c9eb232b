package dev.caramba.wire;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Sends requests and gives out responses as their bytes arrive, with backpressure down to the socket. Connections are
 * pooled and kept alive; HTTP/2 is used over TLS where the peer offers it. Redirects are not followed. Cancelling, at
 * any point, closes the exchange at once.
 */
public final class HttpWire {

    private final Vertx vertx;
    private final WireSettings settings;
    private final HttpClient plain;
    private final HttpClient tls;

    public HttpWire(Vertx vertx, WireSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.plain = client(options());
        // HTTP/2 without TLS would ask every peer to upgrade, which few providers' local servers survive
        this.tls = client(options().setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2));
    }

    /** The limits in force. */
    public WireSettings settings() {
        return settings;
    }

    /**
     * Runs timeouts. A timeout that is cancelled is forgotten at once, which the default scheduler does not do: there it
     * would hold on to its call until its time has come.
     */
    public ScheduledExecutorService timer() {
        return vertx.nettyEventLoopGroup();
    }

    /**
     * Sends a request; the item is there with the head of the response, whatever its status.
     *
     * <p>Fails with a {@link WireException}. The body of the response must be subscribed to, or released.
     */
    public Uni<WireResponse> send(WireRequest request) {
        return Uni.createFrom().emitter(emitter -> {
            var options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(request.uri().toString())
                    .setConnectTimeout(request.connectTimeout().toMillis());
            request.headers().forEach(options::putHeader);
            var client = request.uri().getScheme().equals("https") ? tls : plain;
            new Exchange(vertx, settings, request, emitter).start(client, options);
        });
    }

    /** Closes all connections. */
    public void close() {
        plain.close();
        tls.close();
    }

    private HttpClient client(HttpClientOptions options) {
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(settings.poolSize()));
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) settings.keepAlive().toSeconds())
                .setMaxHeaderSize(settings.maxHeaderSize())
                .setTcpNoDelay(true);
    }
}
