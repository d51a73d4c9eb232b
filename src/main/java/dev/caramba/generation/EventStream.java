package dev.caramba.generation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.List;

/** Holds a stream to the rules of {@link Provider}: numbered events, exactly one terminal event, nothing after it. */
public final class EventStream {

    private static final Event UNENDED =
            new Event.Error(Failure.of(FailureKind.NETWORK, "the answer ended before it was complete"));

    private EventStream() {}

    /**
     * The same events under the rules: a stream that fails, or completes without a terminal event, ends in an
     * {@link Event.Error}; what follows a terminal event is cut off and the source cancelled.
     */
    public static Multi<Event> of(Multi<Event> events) {
        return events.onFailure()
                .recoverWithItem(e -> new Event.Error(failureOf(e)))
                .onCompletion()
                .continueWith(() -> List.of(UNENDED))
                .plug(Terminated::new);
    }

    /**
     * The same events; acts once when they end, before the terminal event is passed on, or when the subscriber leaves,
     * after that is passed on.
     */
    public static Multi<Event> onEnd(Multi<Event> events, Runnable action) {
        return events.plug(source -> new Ended(source, action));
    }

    /** The failure that an exception carries; any other exception is a protocol failure of the adapter. */
    public static Failure failureOf(Throwable e) {
        return e instanceof ProviderException ours
                ? ours.failure()
                : Failure.of(
                        FailureKind.PROTOCOL,
                        "the provider's adapter failed: " + e.getClass().getSimpleName());
    }

    /** Numbers events and completes with the first terminal one. */
    private static final class Terminated extends AbstractMultiOperator<Event, Event> {

        Terminated(Multi<? extends Event> upstream) {
            super(upstream);
        }

        @Override
        public void subscribe(MultiSubscriber<? super Event> downstream) {
            upstream.subscribe().withSubscriber(new Processor(downstream));
        }

        private static final class Processor extends MultiOperatorProcessor<Event, Event> {

            private long next;
            private boolean partial;

            Processor(MultiSubscriber<? super Event> downstream) {
                super(downstream);
            }

            @Override
            public void onItem(Event event) {
                if (isDone()) {
                    return;
                }
                var told = partial && event instanceof Event.Error error ? error.afterContent() : event;
                var stamped = told.at(next++);
                if (!event.terminal()) {
                    partial = partial || event.commits();
                    downstream.onItem(stamped);
                    return;
                }
                cancelUpstream();
                downstream.onItem(stamped);
                downstream.onCompletion();
            }
        }
    }
}
