package dev.caramba.call;

import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.TraceContext;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** One request as its trigger sees it: who calls, how long the caller waits, and whether the caller is still there. */
public interface Invocation {

    /** Returns the caller's id for the request, or a generated one. It is safe to log and to send in a header. */
    String requestId();

    /** Returns the caller. */
    Caller caller();

    /** Returns how long the caller waits; empty when the trigger's envelope does not say so. */
    Optional<Duration> callersTimeout();

    /** Returns how long the environment lets this invocation run; empty when it sets no limit. */
    default Optional<Duration> environmentsTimeout() {
        return Optional.empty();
    }

    /** Emits an item when the caller leaves before the answer, and never otherwise. */
    Uni<Void> abandoned();

    /** Returns the idempotency key under which the prompt is run once, however often it is delivered. */
    default Optional<IdempotencyKey> resultKey() {
        return Optional.empty();
    }

    /** Returns the position of the request in a trace; empty when the caller sends none. */
    default Optional<TraceContext> trace() {
        return Optional.empty();
    }

    /** Returns what the envelope says about caching. */
    default Caching caching() {
        return Caching.UNSAID;
    }

    /**
     * Returns whether a caller waits for the answer. Invocations without a waiting caller leave room for those with
     * one.
     */
    default boolean interactive() {
        return true;
    }

    /** Notes that the answer is a stored one, given again. */
    default void replayed() {}

    /**
     * Marks the commit point of a call: from here on the caller sees the answer, and the headers of the response are
     * decided.
     */
    void commit(CallContext context);
}
