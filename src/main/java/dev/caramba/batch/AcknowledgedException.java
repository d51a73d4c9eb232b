package dev.caramba.batch;

/**
 * Ends a function whose results went to the sink, so that the sender of the event only learns that it is done. If the
 * function returned nothing, the sender would get an event without content. It has no stack trace.
 */
public final class AcknowledgedException extends RuntimeException {

    AcknowledgedException() {
        super("done", null, false, false);
    }
}
