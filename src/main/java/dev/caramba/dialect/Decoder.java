package dev.caramba.dialect;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;

/** Turns the frames of one streamed answer into events, as they arrive. */
public interface Decoder {

    /** The format of successful answers. */
    interface Format {

        /** Creates a decoder for one streamed answer. */
        Decoder decoder();

        /**
         * Decodes an answer that was not streamed and has status 200.
         *
         * @throws dev.caramba.generation.ProviderException when the body is an error or no answer of this format
         */
        List<Event> decodeWhole(String body);

        /** Returns what a failure of the provider means where an answer of this format was asked for. */
        default Failure meantBy(Failure failure) {
            return failure;
        }
    }

    /**
     * Returns the events that this frame completes. Frames after a terminal event are ignored.
     *
     * @throws dev.caramba.generation.ProviderException when the frame is malformed or reports a failure
     */
    List<Event> decode(Frame frame);

    /**
     * Returns the events that the end of the body completes.
     *
     * @throws dev.caramba.generation.ProviderException of kind {@code NETWORK} when the answer was not complete
     */
    List<Event> end();

    /**
     * Returns whether the answer's end was seen. If the body stops now, the answer is complete, and at most its usage
     * is missing.
     */
    boolean complete();

    /** Returns the usage that the answer has reported so far. */
    default Optional<Usage> usage() {
        return Optional.empty();
    }
}
