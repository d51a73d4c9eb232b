package dev.caramba.provider;

import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Reads bodies as a whole. */
final class BodyText {

    private BodyText() {}

    /** Returns the body's text. */
    static Uni<String> whole(WireResponse response) {
        return response.body()
                .invoke(bytes -> response.alive())
                .collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .map(Buffer::toString);
    }

    /**
     * Returns the text of an error's body, or as much of it as came in time.
     *
     * @param wait the longest wait; it should be short, because the status already tells the error
     */
    static Uni<String> ofError(WireResponse response, Duration wait, ScheduledExecutorService timer) {
        var text = Buffer.buffer();
        return response.body()
                .onItem()
                .invoke(text::appendBuffer)
                .collect()
                .last()
                .replaceWithVoid()
                .ifNoItem()
                .after(wait)
                .on(timer)
                .recoverWithItem((Void) null)
                .onFailure()
                .recoverWithNull()
                .map(ignored -> text.toString());
    }
}
