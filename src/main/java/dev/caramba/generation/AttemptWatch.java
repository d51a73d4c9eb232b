package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.Optional;

/** Is told of the attempts of one call as they are made. Called on whatever thread; must not block. */
public interface AttemptWatch {

    /** Watches nothing, and hands no trace on. */
    AttemptWatch NONE = (target, reason) -> Watched.UNWATCHED;

    /** Why an attempt is made. */
    enum Reason {
        /** The call's first one, or one after another had failed. */
        PLAIN,
        /** Beside one that is silent. */
        HEDGE,
        /** To finish an answer that broke. */
        RESUME
    }

    /** An attempt is about to be made. */
    Watched begin(Target target, Reason reason);

    /** One attempt that is watched. */
    interface Watched {

        Watched UNWATCHED = new Watched() {};

        /** What the provider is told of the trace; empty when nothing. */
        default Optional<TraceContext> handedOn() {
            return Optional.empty();
        }

        /** The provider has told this. */
        default void saw(Event event) {}

        /** It is over; called once at most. */
        default void ended(Attempt attempt) {}
    }
}
