package dev.caramba.wire;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Remembers the addresses of host names for a short while, and which of them could be connected to. A name that can no
 * longer be looked up keeps the addresses that it had: connections in the pool still serve it.
 */
final class HostAddresses {

    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private record Known(List<InetAddress> addresses, long at) {}

    private final HostLookup lookup;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, InetAddress> connected = new ConcurrentHashMap<>();

    HostAddresses(HostLookup lookup) {
        this.lookup = lookup;
    }

    /** Returns whether the host is an address already. */
    static boolean isAddress(String host) {
        return host.startsWith("[") || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** Returns the addresses of a host name; first the one that was connected to last. */
    Future<List<InetAddress>> of(String host, Duration timeout) {
        var last = known.get(host);
        if (last != null && System.nanoTime() - last.at() < FRESH_NANOS) {
            return Future.succeededFuture(ordered(host, last.addresses()));
        }
        return lookup.addresses(host)
                .timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS)
                .map(found -> {
                    known.put(host, new Known(found, System.nanoTime()));
                    return ordered(host, found);
                })
                .recover(cause -> last == null
                        ? Future.failedFuture(cause)
                        : Future.succeededFuture(ordered(host, last.addresses())));
    }

    void succeeded(String host, InetAddress address) {
        connected.put(host, address);
    }

    void failed(String host, InetAddress address) {
        connected.remove(host, address);
    }

    private List<InetAddress> ordered(String host, List<InetAddress> addresses) {
        var first = connected.get(host);
        if (first == null || !addresses.contains(first)) {
            return addresses;
        }
        var ordered = new ArrayList<>(addresses);
        ordered.remove(first);
        ordered.add(0, first);
        return ordered;
    }
}
