package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One POST.
 *
 * @param owner whose request it is, for what is observed: the provider's name
 * @param uri absolute, http or https
 * @param connectTimeout until a connection is there, made or taken from the pool
 * @param idleness how long the response may be silent before the exchange fails
 */
public record WireRequest(
        String owner, URI uri, Map<String, String> headers, Buffer body, Duration connectTimeout, IdleLimits idleness) {

    /** With one limit between the bytes of the response, from its head on. */
    public WireRequest(
            String owner,
            URI uri,
            Map<String, String> headers,
            Buffer body,
            Duration connectTimeout,
            Duration idleTimeout) {
        this(owner, uri, headers, body, connectTimeout, IdleLimits.of(idleTimeout));
    }
}
