package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.HttpAddress;
import dev.caramba.testing.LocalhostCertificate;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.proxy.DirectHosts;
import dev.caramba.wire.proxy.ProxyRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ProxyOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server is reached: its addresses, its name, a proxy and its certificate, over real sockets. */
class ConnectionsTest {

    private static final Duration LIMIT = Upstream.LIMIT;

    private final Vertx vertx = Vertx.vertx();
    private final Upstream upstream = Upstream.start();
    private final List<HttpWire> wires = new ArrayList<>();

    @AfterEach
    void close() {
        wires.forEach(HttpWire::close);
        upstream.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2 127.0.0.1", "::1 127.0.0.1", "127.0.0.2 127.0.0.3 ::1 127.0.0.1"})
    void an_address_that_refuses_is_followed_by_the_next(String addresses) {
        upstream.next(Script.text(200, "text/plain", "1"), Script.text(200, "text/plain", "2"));
        var wire = wire(host -> found(addresses.split(" ")));

        assertEquals("1", text(wire, "http://server.test:" + port() + "/", LIMIT));
        awaitLoops();
        assertEquals("2", text(wire, "http://server.test:" + port() + "/", LIMIT));

        assertEquals(
                "server.test:" + port(),
                upstream.requests().get(0).header("host").orElseThrow());
        assertEquals(1, upstream.connections());
    }

    /** Returns when all event loops are through with what they do: a connection is back in the pool after its answer ends. */
    @SuppressWarnings("deprecation") // its successor is in an internal package of Vert.x
    private void awaitLoops() {
        vertx.nettyEventLoopGroup().forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }

    @Test
    void an_address_that_is_silent_is_followed_by_the_next_within_the_connect_timeout() throws IOException {
        try (var silent = new SilentAddress()) {
            upstream.next(Script.text(200, "text/plain", "1"));
            var wire = wire(host -> found(silent.address(), "127.0.0.1"));

            // One port for both: the silent address has it too.
            assertEquals("1", text(wire, "http://server.test:" + port() + "/", Duration.ofSeconds(4)));
        }
    }

    @Test
    void each_address_is_tried_once_and_the_first_failure_is_told() {
        var failure =
                failure(wire(host -> found("127.0.0.2", "127.0.0.3")), "http://server.test:" + port() + "/", LIMIT);

        assertEquals(WireException.Reason.NETWORK, failure.reason());
        assertEquals("connection refused", failure.getMessage());
    }

    @Test
    void a_name_without_an_address_is_a_failure_of_the_network() {
        var failure = failure(
                wire(host -> Future.failedFuture(new UnknownHostException(host))), "http://server.test:1/", LIMIT);

        assertEquals("the host name does not resolve", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_server", "_a_", "a_b.c_d.test", "server-1"})
    void a_host_name_may_have_underscores(String name) {
        upstream.next(Script.text(200, "text/plain", "1"));

        assertEquals("1", text(wire(host -> found("127.0.0.1")), "http://" + name + ":" + port() + "/v1", LIMIT));
        assertEquals(
                name + ":" + port(), upstream.requests().get(0).header("host").orElseThrow());
    }

    @Test
    void a_request_with_tls_goes_through_a_tunnel() throws Exception {
        var certificate = LocalhostCertificate.create(Path.of("target/tls/proxied.p12"), "provider.test");
        var server = tlsServer(certificate);
        try (var proxy = new ConnectProxy(Optional.of("Basic dXNlcjpwYSRz"))) {
            var options = new ProxyOptions()
                    .setHost("127.0.0.1")
                    .setPort(proxy.port())
                    .setUsername("user")
                    .setPassword("pa$s");
            var wire = proxied(options, authority(certificate));

            assertEquals("hello", text(wire, "https://provider.test:" + server.actualPort() + "/v1", LIMIT));
            assertEquals("hello", text(wire, "https://provider.test:" + server.actualPort() + "/v1", LIMIT));

            assertEquals(1, proxy.heads().size());
            assertTrue(proxy.heads().get(0).startsWith("CONNECT provider.test:" + server.actualPort() + " HTTP/1.1"));
        }
    }

    @Test
    void a_request_without_tls_is_forwarded() {
        upstream.next(Script.text(200, "text/plain", "1"));
        try (var proxy = new ConnectProxy(Optional.empty())) {
            var wire = proxied(new ProxyOptions().setHost("127.0.0.1").setPort(proxy.port()));

            assertEquals("1", text(wire, "http://my_provider.test:" + port() + "/v1", LIMIT));
            assertTrue(proxy.heads().get(0).startsWith("POST http://my_provider.test:" + port() + "/v1 HTTP/1.1"));
        }
    }

    @Test
    void the_own_machine_is_reached_without_the_proxy() {
        upstream.next(Script.text(200, "text/plain", "1"), Script.text(200, "text/plain", "2"));
        try (var proxy = new ConnectProxy(Optional.empty())) {
            var wire = proxied(new ProxyOptions().setHost("127.0.0.1").setPort(proxy.port()));

            assertEquals("1", text(wire, "http://localhost:" + port() + "/", LIMIT));
            assertEquals("2", text(wire, "http://127.0.0.1:" + port() + "/", LIMIT));
            assertEquals(List.of(), proxy.heads());
        }
    }

    @Test
    void a_proxy_that_refuses_is_told_without_its_password() {
        try (var proxy = new ConnectProxy(Optional.of("Basic something-else"))) {
            var options = new ProxyOptions()
                    .setHost("127.0.0.1")
                    .setPort(proxy.port())
                    .setUsername("user")
                    .setPassword("secret-1");
            var failure = failure(proxied(options), "https://provider.test:1/", LIMIT);

            assertEquals(WireException.Reason.NETWORK, failure.reason());
            assertEquals("the proxy refused the connection with status 407", failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, true, ",
        "localhost, localhost, false, TLS failed: the issuer of the server's certificate is not trusted",
        "other.test, localhost, true, TLS failed: the server's certificate is for another host name",
        "*.test, my_provider.test, true, ",
        "*.test, my_provider.test, false, TLS failed: the issuer of the server's certificate is not trusted",
        "*.test, my_provider.other, true, TLS failed: the server's certificate is for another host name"
    })
    void a_handshake_that_fails_says_why(String name, String host, boolean trusted, String message) throws Exception {
        var certificate = LocalhostCertificate.create(Path.of("target/tls/why.p12"), name);
        var server = tlsServer(certificate);
        var authorities = trusted ? authority(certificate) : List.<X509Certificate>of();
        var wire = wire(new ConnectionSettings(ProxyRules.DIRECT, authorities, ignored -> found("127.0.0.1")));
        var url = "https://" + host + ":" + server.actualPort() + "/v1";

        if (message == null) {
            assertEquals("hello", text(wire, url, LIMIT));
        } else {
            var failure = failure(wire, url, LIMIT);
            assertEquals(WireException.Reason.NETWORK, failure.reason());
            assertEquals(message, failure.getMessage());
        }
    }

    @Test
    void a_server_without_tls_is_told() throws IOException {
        try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var answered = CompletableFuture.runAsync(() -> {
                try (var socket = plain.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var failure = failure(
                    wire(host -> found("127.0.0.1")), "https://server.test:" + plain.getLocalPort() + "/", LIMIT);

            assertEquals("TLS failed: the server does not speak it", failure.getMessage());
            answered.exceptionally(ignored -> null).join();
        }
    }

    /** An address of the own machine that takes no more connections: the queue of its listener is full. */
    private final class SilentAddress implements AutoCloseable {

        private final ServerSocket listener;
        private final List<SocketChannel> queued = new ArrayList<>();

        SilentAddress() throws IOException {
            listener = new ServerSocket(port(), 1, InetAddress.getByName(address()));
            for (int i = 0; i < 8; i++) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(listener.getLocalSocketAddress());
                queued.add(channel);
            }
        }

        String address() {
            return "127.0.0.2";
        }

        @Override
        public void close() throws IOException {
            for (var channel : queued) {
                channel.close();
            }
            listener.close();
        }
    }

    private HttpServer tlsServer(LocalhostCertificate certificate) {
        return vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate.key()))
                .requestHandler(request -> request.response().end("hello"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static List<X509Certificate> authority(LocalhostCertificate certificate) throws Exception {
        try (var in = Files.newInputStream(certificate.pem())) {
            return List.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
    }

    private static Future<List<InetAddress>> found(String... addresses) {
        var found = new ArrayList<InetAddress>();
        for (var address : addresses) {
            try {
                found.add(InetAddress.getByName(address));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return Future.succeededFuture(found);
    }

    private HttpWire proxied(ProxyOptions proxy) {
        return proxied(proxy, List.of());
    }

    private HttpWire proxied(ProxyOptions proxy, List<X509Certificate> authorities) {
        var rules = new ProxyRules(Optional.of(proxy), Optional.of(proxy), DirectHosts.NONE);
        return wire(new ConnectionSettings(rules, authorities, HostLookup.ofSystem(vertx)));
    }

    private HttpWire wire(HostLookup lookup) {
        return wire(new ConnectionSettings(ProxyRules.DIRECT, List.of(), lookup));
    }

    private HttpWire wire(ConnectionSettings connections) {
        var wire = new HttpWire(vertx, WireSettings.DEFAULT, connections, WireObserver.NONE);
        wires.add(wire);
        return wire;
    }

    private int port() {
        return URI.create(upstream.baseUrl()).getPort();
    }

    private static WireException failure(HttpWire wire, String url, Duration connectTimeout) {
        var e = assertThrows(RuntimeException.class, () -> text(wire, url, connectTimeout));
        return (WireException) (e instanceof CompletionException ? e.getCause() : e);
    }

    private static String text(HttpWire wire, String url, Duration connectTimeout) {
        var request =
                new WireRequest("test", HttpAddress.of(url), Map.of(), Buffer.buffer("{}"), connectTimeout, LIMIT);
        return wire.send(request)
                .await()
                .atMost(LIMIT)
                .body()
                .collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .await()
                .atMost(LIMIT)
                .toString();
    }
}
