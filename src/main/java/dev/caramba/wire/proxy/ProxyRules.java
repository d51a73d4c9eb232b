package dev.caramba.wire.proxy;

import dev.caramba.format.Authority;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.Optional;

/**
 * Which requests go through a proxy.
 *
 * @param http the proxy of requests without TLS
 * @param https the proxy of requests with TLS
 * @param direct the servers that are reached without a proxy
 */
public record ProxyRules(Optional<ProxyOptions> http, Optional<ProxyOptions> https, DirectHosts direct) {

    /** No request goes through a proxy. */
    public static final ProxyRules DIRECT = new ProxyRules(Optional.empty(), Optional.empty(), DirectHosts.NONE);

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Returns the proxy of a request to this address; empty when it goes directly. */
    public Optional<ProxyOptions> of(URI uri) {
        boolean tls = uri.getScheme().equals("https");
        var proxy = tls ? https : http;
        if (proxy.isEmpty()) {
            return proxy;
        }
        var authority = Authority.of(uri).orElseThrow();
        int port = authority.port().orElse(tls ? HTTPS_PORT : HTTP_PORT);
        return direct.include(authority.host(), port) ? Optional.empty() : proxy;
    }

    /** Hides the proxies, which may have passwords. */
    @Override
    public String toString() {
        return "ProxyRules[http=" + http.isPresent() + ", https=" + https.isPresent() + "]";
    }
}
