package dev.caramba.wire;

import java.util.function.IntFunction;

/** How a streamed body is cut into frames. */
public enum Framing {
    /** Server-sent events, by the WHATWG rules. */
    SSE(SseFramer::new),
    /** Server-sent events, and JSON documents that stand bare between them: some servers write errors so. */
    SSE_OR_BARE_JSON(maxFrameSize -> new SseFramer(maxFrameSize, true)),
    /** One JSON value a line. */
    JSON_LINES(JsonLinesFramer::new);

    private final IntFunction<Framer> framer;

    Framing(IntFunction<Framer> framer) {
        this.framer = framer;
    }

    /**
     * A framer for one body.
     *
     * @param maxFrameSize bytes that one frame may have
     */
    public Framer framer(int maxFrameSize) {
        return framer.apply(maxFrameSize);
    }
}
