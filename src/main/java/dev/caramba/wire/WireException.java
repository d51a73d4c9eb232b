package dev.caramba.wire;

/**
 * Reports an exchange that failed below HTTP. It has no stack trace, because it describes the network and not a bug.
 */
public final class WireException extends RuntimeException {

    /** What went wrong. */
    public enum Reason {
        /** No connection was made within the connect timeout. */
        CONNECT_TIMEOUT,
        /** No byte came within the idle timeout. */
        IDLE_TIMEOUT,
        /** The connection was refused, reset or closed early, the host name did not resolve, or TLS failed. */
        NETWORK,
        /** The peer does not speak HTTP, or a limit on sizes was exceeded. */
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
