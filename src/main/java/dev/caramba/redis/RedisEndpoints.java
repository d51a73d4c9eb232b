package dev.caramba.redis;

import dev.caramba.format.UnderscoreHost;
import io.vertx.core.Context;
import io.vertx.redis.client.RedisOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The options of a client, with addresses in place of host names that the client cannot read. The names are looked up
 * for each client anew, since a server may have moved.
 */
record RedisEndpoints(RedisOptions configured) {

    /** Returns the options for a new client. Blocks when a name is looked up. */
    RedisOptions options() {
        var options = new RedisOptions(configured);
        if (standIns()) {
            options.setEndpoints(configured.getEndpoints().stream()
                    .map(RedisEndpoints::resolved)
                    .toList());
        }
        return options;
    }

    /** Runs a task that creates a client on the context, off the event loop when it blocks. */
    void run(Context context, Runnable task) {
        if (standIns()) {
            context.executeBlocking(() -> {
                task.run();
                return true;
            });
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }

    private boolean standIns() {
        return configured.getEndpoints().stream()
                .anyMatch(endpoint -> standIn(endpoint).isPresent());
    }

    private static Optional<String> standIn(String endpoint) {
        return Optional.ofNullable(URI.create(endpoint).getHost()).filter(UnderscoreHost::isStandIn);
    }

    /** Returns the endpoint unchanged when the name has no address now: then the client fails and is replaced. */
    private static String resolved(String endpoint) {
        return standIn(endpoint)
                .map(host -> {
                    try {
                        var address = InetAddress.getByName(UnderscoreHost.meant(host))
                                .getHostAddress();
                        return endpoint.replace(host, address.contains(":") ? "[" + address + "]" : address);
                    } catch (UnknownHostException e) {
                        return endpoint;
                    }
                })
                .orElse(endpoint);
    }
}
