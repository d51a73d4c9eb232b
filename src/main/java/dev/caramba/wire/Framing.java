package dev.caramba.wire;

import java.util.function.IntFunction;

/** The ways to cut a streamed body into frames. */
public enum Framing {
    /** Server-sent events, by the WHATWG rules. */
    SSE(SseFramer::new),
    /**
     * Server-sent events, with JSON documents between them that belong to no event: some servers write errors in this
     * way.
     */
    SSE_OR_BARE_JSON(maxFrameSize -> new SseFramer(maxFrameSize, true)),
    /** One JSON value per line. */
    JSON_LINES(JsonLinesFramer::new);

    private final IntFunction<Framer> framer;

    Framing(IntFunction<Framer> framer) {
        this.framer = framer;
    }

    /**
     * Creates a framer for one body.
     *
     * @param maxFrameSize the most bytes that one frame may have
     */
    public Framer framer(int maxFrameSize) {
        return framer.apply(maxFrameSize);
    }
}
