package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.Optional;

/** Observes the attempts of one call as they are made. The balancer calls it on any thread, so it must not block. */
public interface AttemptWatch {

    /** Observes nothing and passes no trace on to providers. */
    AttemptWatch NONE = (target, reason) -> Watched.UNWATCHED;

    /** The reason for an attempt. */
    enum Reason {
        /** It is the first attempt of the call, or it follows a failed one. */
        PLAIN,
        /** It runs beside an attempt that has given out nothing yet. */
        HEDGE,
        /** It finishes an answer that broke off. */
        RESUME
    }

    /** Called before an attempt begins; returns the observer of that attempt. */
    Watched begin(Target target, Reason reason);

    /** The observer of one attempt. */
    interface Watched {

        Watched UNWATCHED = new Watched() {};

        /** Returns the trace context that is sent to the provider; empty when none is sent. */
        default Optional<TraceContext> handedOn() {
            return Optional.empty();
        }

        /** Called for each event of the provider. */
        default void saw(Event event) {}

        /** Called when the attempt is over, at most once. */
        default void ended(Attempt attempt) {}
    }
}
