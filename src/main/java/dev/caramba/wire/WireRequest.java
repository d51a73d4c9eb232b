package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A POST request.
 *
 * @param owner the name of the provider entry, for observers
 * @param uri absolute, http or https
 * @param connectTimeout how long it may take to open a connection or to take one from the pool
 * @param idleness how long the response may be silent before the exchange fails
 */
public record WireRequest(
        String owner, URI uri, Map<String, String> headers, Buffer body, Duration connectTimeout, IdleLimits idleness) {

    /** Creates a request with a single limit on the time between the response's bytes, from its head on. */
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
