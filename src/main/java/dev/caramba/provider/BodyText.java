package dev.caramba.provider;

import dev.caramba.wire.BodyFramer;
import dev.caramba.wire.Frame;
import dev.caramba.wire.Framing;
import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** Reads the bodies of errors. */
final class BodyText {

    private BodyText() {}

    /**
     * Returns the text of an error's body, or as much of it as came in time. Some servers answer a request for a stream
     * with an event stream even then: its first event tells the error.
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
                .map(ignored -> first(text));
    }

    private static String first(Buffer body) {
        var framer = new BodyFramer(Framing.SSE, Integer.MAX_VALUE, false);
        return Stream.concat(framer.feed(body).stream(), framer.end().stream())
                .findFirst()
                .map(Frame::data)
                .orElseGet(body::toString);
    }
}
