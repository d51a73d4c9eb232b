package dev.caramba.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host name. */
public interface HostLookup {

    /**
     * Returns all addresses of a name, in the order in which they should be tried. Fails with an
     * {@link java.net.UnknownHostException} when it has none. Must not block.
     */
    Future<List<InetAddress>> addresses(String host);

    /**
     * Asks the operating system. Its resolver knows the search domains, the hosts file and the order of preference that
     * the machine has.
     */
    static HostLookup ofSystem(Vertx vertx) {
        return host -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
    }
}
