package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Cuts a body into frames as its bytes arrive. One instance reads one body; not safe for use by several threads. */
public interface Framer {

    /**
     * The frames that these bytes complete.
     *
     * @throws WireException when a frame grows past its limit
     */
    List<Frame> feed(Buffer bytes);

    /** The frame that was left open when the body ended, if any. */
    List<Frame> end();
}
