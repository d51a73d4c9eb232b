package dev.caramba.wire;

import dev.caramba.format.HttpAddress;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A POST request.
 *
 * @param owner the name of the provider entry, for observers
 * @param connectTimeout how long it may take to open a connection or to take one from the pool
 * @param idleness how long the response may be silent before the exchange fails
 * @param maxSize the most bytes that the response may have, before and after its decompression; empty: as many as
 *     {@link WireSettings#maxResponseSize} says
 */
public record WireRequest(
        String owner,
        HttpAddress address,
        Map<String, String> headers,
        Buffer body,
        Duration connectTimeout,
        IdleLimits idleness,
        OptionalInt maxSize) {

    /** Creates a request with a single limit on the time between the response's bytes, from its head on. */
    public WireRequest(
            String owner,
            HttpAddress address,
            Map<String, String> headers,
            Buffer body,
            Duration connectTimeout,
            Duration idleTimeout) {
        this(owner, address, headers, body, connectTimeout, IdleLimits.of(idleTimeout), OptionalInt.empty());
    }
}
