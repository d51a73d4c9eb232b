package dev.caramba.stream;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * Operators that make a stream keep the rules of {@link Provider}: numbered events, exactly one terminal event, nothing
 * after it.
 */
public final class EventStream {

    private EventStream() {}

    /**
     * Returns the same events under the rules. A stream that fails, or completes without a terminal event, ends in an
     * {@link Event.Error}. After a terminal event the source is cancelled, and nothing more is passed on. Every
     * cancellation reaches the source.
     */
    public static Multi<Event> of(Multi<Event> events) {
        return events.plug(TerminalEventOperator::new);
    }

    /**
     * Returns the same events and runs the action once. It runs before the terminal event is passed on, or after a
     * cancellation is passed on to the source.
     */
    public static Multi<Event> onEnd(Multi<Event> events, Runnable action) {
        return events.plug(source -> new OnStreamEnd(source, action));
    }

    /** Returns the events that the reader reads from the items. */
    public static <T> Multi<Event> read(Multi<T> items, EventReader<? super T> reader) {
        return items.plug(source -> new FlatMapOperator<>(source, reader));
    }

    /**
     * Returns the same events, the terminal one after work for it is done; a failure of the work fails the stream. All
     * others are passed on at once.
     */
    public static Multi<Event> callAtEnd(Multi<Event> events, Function<Event, Uni<?>> work) {
        return replaceAtEnd(events, event -> work.apply(event).replaceWith(event));
    }

    /** Returns the same events, but for the terminal one: in its place comes what the work makes of it. */
    public static Multi<Event> replaceAtEnd(Multi<Event> events, Function<Event, Uni<Event>> work) {
        return events.plug(source -> new TerminalCallOperator(source, work));
    }

    /** Returns the failure that an exception carries; any other exception is a protocol failure of the adapter. */
    public static Failure failureOf(Throwable e) {
        return e instanceof ProviderException ours
                ? ours.failure()
                : Failure.of(
                        FailureKind.PROTOCOL,
                        "the provider's adapter failed: " + e.getClass().getSimpleName());
    }
}
