package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One POST.
 *
 * @param uri absolute, http or https
 * @param connectTimeout until a connection is there, made or taken from the pool
 * @param idleTimeout from the response's head on: without a byte for that long the exchange fails
 */
public record WireRequest(
        URI uri, Map<String, String> headers, Buffer body, Duration connectTimeout, Duration idleTimeout) {}
