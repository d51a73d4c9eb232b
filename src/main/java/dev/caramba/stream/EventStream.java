package dev.caramba.stream;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderException;
import io.smallrye.mutiny.Multi;

/** Holds a stream to the rules of {@link Provider}: numbered events, exactly one terminal event, nothing after it. */
public final class EventStream {

    private EventStream() {}

    /**
     * The same events under the rules: a stream that fails, or completes without a terminal event, ends in an
     * {@link Event.Error}; what follows a terminal event is cut off and the source cancelled. Every cancellation reaches
     * the source.
     */
    public static Multi<Event> of(Multi<Event> events) {
        return events.plug(TerminalEventOperator::new);
    }

    /**
     * The same events; acts once when they end, before the terminal event is passed on, or when the subscriber leaves,
     * after that is passed on.
     */
    public static Multi<Event> onEnd(Multi<Event> events, Runnable action) {
        return events.plug(source -> new OnStreamEnd(source, action));
    }

    /** The failure that an exception carries; any other exception is a protocol failure of the adapter. */
    public static Failure failureOf(Throwable e) {
        return e instanceof ProviderException ours
                ? ours.failure()
                : Failure.of(
                        FailureKind.PROTOCOL,
                        "the provider's adapter failed: " + e.getClass().getSimpleName());
    }
}
