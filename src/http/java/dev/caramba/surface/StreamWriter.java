package dev.caramba.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.generation.Event;
import java.util.Optional;

/** Writes the events of one answer as the server-sent events of a surface. An instance serves one stream. */
public interface StreamWriter {

    /** Returns what the caller gets of an event that is not the last one; empty when it gets nothing. */
    String of(Event event);

    /** Returns what goes out while the model is silent; empty when it is what keeps every stream of the surface alive. */
    default Optional<String> keepAlive() {
        return Optional.empty();
    }

    /** Returns the end of a complete answer. */
    String end(Event.Done done);

    /** Returns the complete answer after its end was written; empty where the surface keeps none. */
    default Optional<ObjectNode> whole() {
        return Optional.empty();
    }

    /** Returns the end of an answer that failed after its head went out. No client takes it for a complete one. */
    String error(HttpError error);
}
