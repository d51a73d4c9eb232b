package dev.caramba.upstream;

/**
 * When a server closes a connection between two answers, without a {@code Connection: close} in the first: model servers
 * do, and load balancers. No request is answered or remembered that comes on a connection which is closed so.
 */
public enum ConnectionClosing {
    /** It stays open. */
    NEVER,
    AFTER_THE_ANSWER,
    /** When it has been idle for a moment, {@link Connection#IDLE}. */
    WHEN_IDLE,
    /** When the head of the next request comes; its body is not read, so that the client may see a reset. */
    AT_THE_NEXT_HEAD,
    /** When the next request has come with its body, before any byte of an answer. */
    AT_THE_NEXT_REQUEST
}
