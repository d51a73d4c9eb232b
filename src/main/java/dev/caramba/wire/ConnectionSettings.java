package dev.caramba.wire;

import dev.caramba.wire.proxy.ProxyRules;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How servers are reached.
 *
 * @param proxies which requests go through a proxy
 * @param authorities certificates of authorities that are trusted besides those of the system
 * @param lookup finds the addresses of host names
 */
public record ConnectionSettings(ProxyRules proxies, List<X509Certificate> authorities, HostLookup lookup) {

    /** Returns settings without a proxy, with the trust of the system. */
    public static ConnectionSettings direct(Vertx vertx) {
        return new ConnectionSettings(ProxyRules.DIRECT, List.of(), HostLookup.ofSystem(vertx));
    }
}
