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
 * @param idleTimeout from the response's head on: without a byte for that long the exchange fails
 */
public record WireRequest(
        String owner,
        URI uri,
        Map<String, String> headers,
        Buffer body,
        Duration connectTimeout,
        Duration idleTimeout) {}
