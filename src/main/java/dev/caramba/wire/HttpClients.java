package dev.caramba.wire;

import dev.caramba.format.HttpAddress;
import dev.caramba.wire.tls.ServerTrust;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;

/**
 * The HTTP clients of one kind of connection, with and without TLS.
 *
 * @param plain speaks HTTP/1.1; HTTP/2 without TLS would need an upgrade request to every peer, and few local model
 *     servers survive one
 * @param tls speaks HTTP/2 where the peer offers it, and HTTP/1.1 otherwise
 */
record HttpClients(HttpClient plain, HttpClient tls) {

    /** Creates clients that keep their connections in a pool. */
    static HttpClients pooled(Vertx vertx, WireSettings settings, ConnectionSettings connections) {
        return create(vertx, settings, connections, options(settings), settings.multiplexedConnections());
    }

    /** Creates clients that open a connection for each request and close it after the response. */
    static HttpClients fresh(Vertx vertx, WireSettings settings, ConnectionSettings connections) {
        var options = options(settings).setKeepAlive(false).setHttp2MultiplexingLimit(1);
        return create(vertx, settings, connections, options, settings.poolSize());
    }

    HttpClient of(HttpAddress address) {
        return address.tls() ? tls : plain;
    }

    void close() {
        plain.close();
        tls.close();
    }

    private static HttpClients create(
            Vertx vertx,
            WireSettings settings,
            ConnectionSettings connections,
            HttpClientOptions options,
            int http2Size) {
        var pool = new PoolOptions().setHttp1MaxSize(settings.poolSize()).setHttp2MaxSize(http2Size);
        var tls = new HttpClientOptions(options)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustOptions(TrustOptions.wrap(new ServerTrust(connections.authorities())));
        return new HttpClients(client(vertx, options, pool), client(vertx, tls, pool));
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(ConnectionWatch::install)
                .build();
    }

    private static HttpClientOptions options(WireSettings settings) {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) settings.keepAlive().toSeconds())
                .setHttp2KeepAliveTimeout((int) settings.keepAlive().toSeconds())
                .setMaxHeaderSize(settings.maxHeaderSize())
                .setTcpNoDelay(true);
    }
}
