package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Cuts a body into frames as its bytes arrive. One instance reads one body. It is not safe for use by several threads.
 */
public interface Framer {

    /**
     * Returns the frames that these bytes complete.
     *
     * @throws WireException when a frame grows past its limit
     */
    List<Frame> feed(Buffer bytes);

    /** Returns the frame that was still open when the body ended, if any. */
    List<Frame> end();
}
