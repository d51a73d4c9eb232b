package dev.caramba.batch;

/**
 * Ends a function that has nothing to say: what came of the event went elsewhere, and its sender is told no more than
 * that it is done. A function that returned nothing would be answered with an event about nothing. It has no stack trace.
 */
public final class AcknowledgedException extends RuntimeException {

    AcknowledgedException() {
        super("done", null, false, false);
    }
}
