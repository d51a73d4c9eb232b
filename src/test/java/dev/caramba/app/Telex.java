package dev.caramba.app;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Reply;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.wire.Frame;
import dev.caramba.wire.Framing;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator's dialect: asks with {@code {"telex":"…","live":true}}, is answered with a text that ends in {@code +++},
 * live as server-sent events of a piece each.
 */
@Singleton
@IfBuildProperty(name = "test.custom-beans", stringValue = "true")
class Telex implements Dialect {

    private static final String END = "+++";

    @Override
    public String name() {
        return "telex";
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        boolean seeded = params.sampling().seed().isPresent();
        if (seeded && params.strict()) {
            throw Failure.invalid("seed", "a telex has no seed").asException();
        }
        var heard = ((Message.User) params.messages().get(0)).content().text();
        return new Encoded(
                "/" + params.model().orElseThrow(),
                Map.of("answerback", endpoint.apiKey().orElseThrow()),
                Json.object().put("telex", heard).put("live", params.stream()),
                Framing.SSE,
                seeded ? List.of("seed") : List.of());
    }

    @Override
    public Decoder decoder() {
        return new Live();
    }

    @Override
    public List<Event> decodeWhole(String body) {
        if (!body.endsWith(END)) {
            throw Failure.of(FailureKind.PROTOCOL, "garbled").asException();
        }
        return List.of(start(), new Event.Chunk(body.substring(0, body.length() - END.length())), done());
    }

    @Override
    public Failure classify(Reply reply) {
        var kind = reply.body().equals("OCC") ? FailureKind.OVERLOADED : FailureKind.UNAVAILABLE;
        return Failure.of(kind, reply.body()).withStatus(reply.status());
    }

    private static Event start() {
        return new Event.Start(Optional.empty(), Optional.empty());
    }

    private static Event done() {
        return new Event.Done(FinishReason.STOP, Optional.empty());
    }

    /** One answer while it is being typed. */
    private static final class Live implements Decoder {

        private boolean started;
        private boolean ended;

        @Override
        public List<Event> decode(Frame frame) {
            var events = new ArrayList<Event>();
            if (!started) {
                started = true;
                events.add(start());
            }
            ended = frame.data().equals(END);
            events.add(ended ? done() : new Event.Chunk(frame.data()));
            return events;
        }

        @Override
        public List<Event> end() {
            if (!ended) {
                throw Failure.of(FailureKind.NETWORK, "cut").asException();
            }
            return List.of();
        }

        @Override
        public boolean complete() {
            return ended;
        }
    }
}
