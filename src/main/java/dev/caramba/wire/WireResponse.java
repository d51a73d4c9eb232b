package dev.caramba.wire;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** The head of a response, and its body to come. */
public final class WireResponse {

    private final int status;
    private final WireHeaders headers;
    private final ResponseBody body;

    WireResponse(int status, WireHeaders headers, ResponseBody body) {
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
     * The bytes as they arrive, for one subscriber. Fails with a {@link WireException}; cancelling closes the exchange,
     * unless the response was released before.
     */
    public Multi<Buffer> body() {
        return body;
    }

    /** What has come of the body is part of an answer, and no mere sign that the connection is kept. */
    public void alive() {
        body.alive();
    }

    /** From now on the body counts as stalled after this time without a byte. */
    public void idleTimeout(Duration timeout) {
        body.idleTimeout(timeout);
    }

    /** Nothing more is wanted: the rest of the body is read and thrown away, so that the connection can be kept. */
    public void release() {
        body.release();
    }
}
