package dev.caramba.provider;

import dev.caramba.dialect.Decoder;
import dev.caramba.generation.Event;
import dev.caramba.stream.EventReader;
import dev.caramba.stream.EventStream;
import dev.caramba.wire.BodyFramer;
import dev.caramba.wire.Frame;
import dev.caramba.wire.WireException;
import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns one body from bytes into frames, and from frames into events, whether it is a stream or a document. Events that
 * were decoded before a failure are still given out.
 */
final class StreamDecoding implements EventReader<Buffer> {

    private final WireResponse response;
    private final Decoder.Format format;
    private final Decoder decoder;
    private final BodyFramer framer;
    private final boolean streamed;
    private final Duration grace;
    private final SurrogateJoiner characters = new SurrogateJoiner();

    private boolean awaitingEnd;

    /**
     * @param streamed whether a stream was asked for; what came is told by its bytes
     * @param grace how long the body may be silent once the answer's end was seen; usage may still come
     */
    StreamDecoding(WireResponse response, Decoder.Format format, BodyFramer framer, boolean streamed, Duration grace) {
        this.response = response;
        this.format = format;
        this.decoder = format.decoder();
        this.framer = framer;
        this.streamed = streamed;
        this.grace = grace;
    }

    Multi<Event> events() {
        return EventStream.read(response.body(), this);
    }

    @Override
    public List<Event> read(Buffer bytes) {
        var events = guarded(new ArrayList<>(), () -> framer.feed(bytes));
        if (!streamed || framer.inDocument()) {
            response.alive();
        }
        return characters.joined(events);
    }

    @Override
    public List<Event> end() {
        var events = guarded(new ArrayList<>(), framer::end);
        return characters.joined(hasEnded(events) ? events : endDecoder(events));
    }

    /**
     * Ends a body that broke. If the answer's end was seen before, at most the usage is lost, and the answer is
     * complete.
     */
    @Override
    public List<Event> broken(Throwable e) {
        return characters.joined(decoder.complete() ? endDecoder(new ArrayList<>()) : List.of(error(e)));
    }

    private List<Event> endDecoder(List<Event> events) {
        try {
            events.addAll(decoder.end());
        } catch (RuntimeException e) {
            events.add(error(e));
        }
        return events;
    }

    private List<Event> guarded(List<Event> events, Supplier<List<Frame>> frames) {
        try {
            for (var frame : frames.get()) {
                var decoded = frame.whole() ? format.decodeWhole(frame.data()) : decoder.decode(frame);
                if (decoded.stream().anyMatch(Event::commits)) {
                    response.alive();
                }
                events.addAll(decoded);
            }
        } catch (RuntimeException e) {
            events.add(error(e));
        }
        if (hasEnded(events)) {
            response.release();
        } else if (decoder.complete() && !awaitingEnd) {
            awaitingEnd = true;
            response.idleTimeout(grace);
        }
        return events;
    }

    private static boolean hasEnded(List<Event> events) {
        return !events.isEmpty() && events.get(events.size() - 1).terminal();
    }

    private Event error(Throwable e) {
        var failure = e instanceof WireException ? WireFailures.of(e).orElseThrow() : EventStream.failureOf(e);
        return new Event.Error(failure, decoder.usage());
    }
}
