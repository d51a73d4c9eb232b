package dev.caramba.wire;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** The head of a response, and the body that follows. */
public final class WireResponse {

    private final int status;
    private final WireHeaders headers;
    private final ResponseBody body;
    private final int maxSize;

    WireResponse(int status, WireHeaders headers, ResponseBody body, int maxSize) {
        this.maxSize = maxSize;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public WireHeaders headers() {
        return headers;
    }

    /**
     * Returns the bytes as they arrive, without their compression, for one subscriber. The stream fails with a {@link WireException}. Cancelling
     * closes the exchange, unless the response was released before.
     */
    public Multi<Buffer> body() {
        return ContentDecoding.decoded(body, headers, maxSize);
    }

    /** Records a sign of life: the body so far is part of an answer, and not only a keep-alive. */
    public void alive() {
        body.alive();
    }

    /** Replaces the limits on silence: from now on the body fails after this time without a byte. */
    public void idleTimeout(Duration timeout) {
        body.idleTimeout(timeout);
    }

    /**
     * Says that nothing more is needed. The rest of the body is read and thrown away, so that the connection can be
     * kept.
     */
    public void release() {
        body.release();
    }
}
