package dev.caramba.redis;

/** The failure of an operation that needs the shared store while that does not answer. It has no stack trace. */
public final class OutOfReachException extends RuntimeException {

    public OutOfReachException(Throwable cause) {
        super("the shared store is out of reach", cause, false, false);
    }
}
