package dev.caramba.observe;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;

/** Makes a span for every call. It may be called on any thread and must not block. */
public interface CallTracer {

    /** Makes no span: the call keeps the place that its caller's trace gave it. */
    CallTracer OFF = (context, params) -> () -> context;

    /** Begins the span of a call. */
    CallSpan begin(CallContext context, GenerationParams params);

    /** Exports the remaining spans; waits for a few seconds at most. */
    default void close() {}

    /** The span of one call. */
    interface CallSpan {

        /** Returns the call with its place in the trace, for the stages that follow and for the log. */
        CallContext context();

        /** Records the next event of the answer. */
        default void saw(Event event) {}

        /** Ends the span; called exactly once. */
        default void ended(CallRecord call) {}
    }
}
