package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;

/** Decodes streams of JSON objects of which one ends the answer; what follows it is ignored. */
public final class ObjectStreamDecoder implements Decoder {

    /** What is known of one answer so far. */
    public interface Answer {

        /**
         * The events that follow from the next object; the last of them is a terminal one when it ends the answer.
         *
         * @param name of the server-sent event; empty when it has none
         * @throws dev.caramba.generation.ProviderException when the object is malformed or tells of a failure
         */
        List<Event> next(String name, ObjectNode object);

        /** Whether the answer said that it ends, though the object that ends it has not come. */
        default boolean finished() {
            return false;
        }

        /** What it has told of its tokens so far. */
        default Optional<Usage> usage() {
            return Optional.empty();
        }

        /** The events that end an answer which finished. */
        default List<Event> done() {
            return List.of();
        }
    }

    private final Answer answer;
    private boolean ended;

    public ObjectStreamDecoder(Answer answer) {
        this.answer = answer;
    }

    @Override
    public List<Event> decode(Frame frame) {
        var data = frame.data().strip();
        if (ended || data.isEmpty() || data.equals("[DONE]")) {
            return List.of();
        }
        var object = Json.object(data);
        if (object.isEmpty() && frame.closed()) {
            throw Malformed.because("an event is not a JSON object");
        }
        var events = object.map(json -> answer.next(frame.event(), json)).orElse(List.of());
        ended = !events.isEmpty() && events.get(events.size() - 1).terminal();
        return events;
    }

    @Override
    public List<Event> end() {
        if (ended) {
            return List.of();
        }
        if (!answer.finished()) {
            throw cut();
        }
        ended = true;
        return answer.done();
    }

    @Override
    public boolean complete() {
        return ended || answer.finished();
    }

    @Override
    public Optional<Usage> usage() {
        return answer.usage();
    }

    /** A body that ended before the answer did. */
    public static ProviderException cut() {
        return Failure.of(FailureKind.NETWORK, "the provider's answer ended before it was complete")
                .asException();
    }
}
