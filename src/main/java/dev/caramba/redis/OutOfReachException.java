package dev.caramba.redis;

/** What cannot be done without the shared memory was asked for while that does not answer. It has no stack trace. */
public final class OutOfReachException extends RuntimeException {

    public OutOfReachException(Throwable cause) {
        super("the shared store is out of reach", cause, false, false);
    }
}
