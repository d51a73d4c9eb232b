package dev.caramba.dialect;

import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;

/** Turns the frames of one streamed answer into events, as they arrive. */
public interface Decoder {

    /**
     * The events that this frame completes; after a terminal event the frames are ignored.
     *
     * @throws dev.caramba.generation.ProviderException when the frame is malformed or tells of a failure
     */
    List<Event> decode(Frame frame);

    /**
     * The events that the end of the body completes.
     *
     * @throws dev.caramba.generation.ProviderException of kind {@code NETWORK} when the answer had not ended
     */
    List<Event> end();

    /**
     * Whether the answer's end was seen, so that a body which merely stops now is complete: what is still missing is at
     * most usage.
     */
    boolean complete();

    /** What the answer has told of its tokens so far. */
    default Optional<Usage> usage() {
        return Optional.empty();
    }
}
