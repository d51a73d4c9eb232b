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

/** Decodes streams of JSON objects. One object ends the answer, and whatever follows it is ignored. */
public final class ObjectStreamDecoder implements Decoder {

    /** The state of one answer while it is decoded. */
    public interface Answer {

        /**
         * Returns the events that follow from the next object. The last event is a terminal one when the object ends
         * the answer.
         *
         * @param name the name of the server-sent event; empty when it has none
         * @throws dev.caramba.generation.ProviderException when the object is malformed or reports a failure
         */
        List<Event> next(String name, ObjectNode object);

        /** Returns whether the answer has announced its end, although the object that ends it has not come yet. */
        default boolean finished() {
            return false;
        }

        /** Returns the usage that the answer has reported so far. */
        default Optional<Usage> usage() {
            return Optional.empty();
        }

        /**
         * Returns the events that end an answer whose final object is missing, when it has {@link #finished()
         * finished}.
         */
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
            throw MalformedAnswer.because("an event is not a JSON object");
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

    /** Creates the exception for a body that ended before the answer was complete. */
    public static ProviderException cut() {
        return Failure.of(FailureKind.NETWORK, "the provider's answer ended before it was complete")
                .asException();
    }
}
