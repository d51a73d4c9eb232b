package dev.caramba.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.request.CallRequest;
import io.smallrye.mutiny.Uni;

/** A valid request of a surface: the call that it asks for, and how its answer is written. */
public interface SurfaceRequest {

    /** A comment, which every client of server-sent events skips. */
    String COMMENT = ": keep-alive\n\n";

    CallRequest call();

    /** Returns the answer in one piece. */
    ObjectNode whole(Answer answer);

    /** Returns whether writing the answer would hold up an event loop. */
    default boolean isLarge(Answer answer) {
        return false;
    }

    /**
     * Creates the writer of a stream.
     *
     * @param id the id of the answer, without a prefix
     * @param model the model of the answering target
     */
    StreamWriter writer(String id, String model);

    /** Keeps the answer where the caller can come back to it. It goes out after that, and does not fail with it. */
    default Uni<Void> keep(ObjectNode whole) {
        return Uni.createFrom().voidItem();
    }

    /** Returns what goes out on a stream while the model is silent. */
    default String keepAlive() {
        return COMMENT;
    }
}
