package dev.caramba.wire;

import java.time.Duration;

/**
 * The limits of the HTTP client that all providers share.
 *
 * @param poolSize the most connections to one host and port over HTTP/1.1
 * @param multiplexedConnections the most connections to one host and port over HTTP/2; each serves as many requests at
 *     a time as its peer allows
 * @param keepAlive how long an idle connection stays in the pool
 * @param maxResponseSize the most bytes that one body may have, streamed or not, before and after its
 *     decompression
 * @param maxEmbeddingsSize the same for an answer with vectors
 * @param maxFrameSize the most bytes that one event or line of a streamed body may have
 * @param maxHeaderSize the most bytes that all header fields of a response may have together
 * @param drainTimeout how long the rest of a body may take once the answer is complete; after that the connection is
 *     closed instead of kept
 * @param errorBodyTimeout how long the product waits for the text of an error response
 */
public record WireSettings(
        int poolSize,
        int multiplexedConnections,
        Duration keepAlive,
        int maxResponseSize,
        int maxEmbeddingsSize,
        int maxFrameSize,
        int maxHeaderSize,
        Duration drainTimeout,
        Duration errorBodyTimeout) {

    public static final WireSettings DEFAULT = new WireSettings(
            1024, 8, Duration.ofSeconds(30), 32 << 20, 8 << 20, 64 << 10, Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** 2,048 vectors of 3,072 numbers, OpenAI's most, are 60 MB of JSON. */
    private static final int MAX_EMBEDDINGS_SIZE = 128 << 20;

    /** Creates limits with the default for answers with vectors. */
    public WireSettings(
            int poolSize,
            int multiplexedConnections,
            Duration keepAlive,
            int maxResponseSize,
            int maxFrameSize,
            int maxHeaderSize,
            Duration drainTimeout,
            Duration errorBodyTimeout) {
        this(
                poolSize,
                multiplexedConnections,
                keepAlive,
                maxResponseSize,
                MAX_EMBEDDINGS_SIZE,
                maxFrameSize,
                maxHeaderSize,
                drainTimeout,
                errorBodyTimeout);
    }
}
