package dev.caramba.wire;

/** An exchange that failed below HTTP. It has no stack trace: it tells of the network, not of a bug. */
public final class WireException extends RuntimeException {

    /** What went wrong. */
    public enum Reason {
        /** No connection within the connect timeout. */
        CONNECT_TIMEOUT,
        /** No byte within the idle timeout. */
        IDLE_TIMEOUT,
        /** Refused, reset, closed early, name not resolved, TLS refused. */
        NETWORK,
        /** The peer does not speak HTTP, or a limit on sizes was passed. */
        MALFORMED
    }

    private final Reason reason;

    public WireException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** What an exception of an HTTP client means, in words that name no address. */
    public static WireException of(Throwable cause) {
        return WireFailure.of(cause);
    }

    public Reason reason() {
        return reason;
    }
}
