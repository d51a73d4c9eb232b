package dev.caramba.observe;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;

/** Makes a span of every call. Called on whatever thread; must not block. */
public interface CallTracer {

    /** Makes none: a call stays where its caller's trace has put it. */
    CallTracer OFF = (context, params) -> () -> context;

    /** A call begins. */
    CallSpan begin(CallContext context, GenerationParams params);

    /** Hands on what is still to be exported; waits for some seconds at most. */
    default void close() {}

    /** The span of one call. */
    interface CallSpan {

        /** The call at its place in the trace: for the stages behind, and for the log. */
        CallContext context();

        /** The answer goes on with this. */
        default void saw(Event event) {}

        /** The call has ended; called exactly once. */
        default void ended(CallRecord call) {}
    }
}
