package dev.caramba.wire;

import java.time.Duration;

/**
 * Limits of the client that all providers share.
 *
 * @param poolSize connections to one host and port over HTTP/1.1
 * @param multiplexedConnections connections to one host and port over HTTP/2, each of which serves as many requests at a time as
 *     its peer allows
 * @param keepAlive how long an idle connection is kept
 * @param maxResponseSize bytes of one body, streamed or not
 * @param maxFrameSize bytes of one event or line of a streamed body
 * @param maxHeaderSize bytes of all header fields of a response
 * @param drainTimeout how long the rest of a body may take after the answer is complete, before its connection is closed
 *     instead of kept
 * @param errorBodyTimeout how long the text of an error response is waited for
 */
public record WireSettings(
        int poolSize,
        int multiplexedConnections,
        Duration keepAlive,
        int maxResponseSize,
        int maxFrameSize,
        int maxHeaderSize,
        Duration drainTimeout,
        Duration errorBodyTimeout) {

    public static final WireSettings DEFAULT = new WireSettings(
            1024, 8, Duration.ofSeconds(30), 32 << 20, 8 << 20, 64 << 10, Duration.ofSeconds(1), Duration.ofSeconds(2));
}
