package dev.caramba.call;

import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.TraceContext;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** One request as its trigger sees it: who calls, how long they wait, and whether they are still there. */
public interface Invocation {

    /** The caller's id for the request, or ours; safe to log and to send in a header. */
    String requestId();

    /** Who calls. */
    Caller caller();

    /** How long the caller waits, where the trigger's envelope says so. */
    Optional<Duration> callersTimeout();

    /** How long the environment lets this invocation run, where it is limited. */
    default Optional<Duration> environmentsTimeout() {
        return Optional.empty();
    }

    /** Yields an item when the caller leaves before the answer; never otherwise. */
    Uni<Void> abandoned();

    /** What the prompt is known by, where it is to be run once however often it is delivered. */
    default Optional<IdempotencyKey> resultKey() {
        return Optional.empty();
    }

    /** Where the request stands in a trace, where the caller says so. */
    default Optional<TraceContext> trace() {
        return Optional.empty();
    }

    /** What the envelope says of answers that are kept. */
    default Caching caching() {
        return Caching.UNSAID;
    }

    /** Whether somebody waits for the answer: the others leave room for those. */
    default boolean interactive() {
        return true;
    }

    /** The answer that comes was given before. */
    default void replayed() {}

    /** The commit point of a call: from here on the caller sees its answer, and what stands in its head is decided. */
    void commit(CallContext context);
}
