package dev.caramba.stream;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Numbers the events, adds a terminal event where the source ends without one, and completes after the first terminal
 * event. This is one operator and not a chain, because Mutiny's own operators for this switch to another stream and
 * lose a cancellation that comes meanwhile.
 */
final class TerminalEventOperator extends AbstractMultiOperator<Event, Event> {

    private static final Event INCOMPLETE =
            new Event.Error(Failure.of(FailureKind.NETWORK, "the answer ended before it was complete"));

    TerminalEventOperator(Multi<? extends Event> upstream) {
        super(upstream);
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> downstream) {
        upstream.subscribe().withSubscriber(new Processor(downstream));
    }

    private static final class Processor extends MultiOperatorProcessor<Event, Event> {

        private final AtomicLong demand = new AtomicLong();

        /** The terminal event that waits for demand. */
        private final AtomicReference<Event> end = new AtomicReference<>();

        private long next;
        private boolean partial;

        Processor(MultiSubscriber<? super Event> downstream) {
            super(downstream);
        }

        @Override
        public void request(long events) {
            if (events > 0) {
                Subscriptions.add(demand, events);
                giveOutEnd();
            }
            super.request(events);
        }

        @Override
        public void onItem(Event event) {
            if (isDone()) {
                return;
            }
            if (event.terminal()) {
                cancelUpstream();
                giveOutLast(event);
                return;
            }
            Subscriptions.produced(demand, 1);
            var stamped = event.at(next++);
            partial = partial || event.commits();
            downstream.onItem(stamped);
        }

        @Override
        public void onFailure(Throwable e) {
            if (getAndSetUpstreamSubscription(Subscriptions.CANCELLED) == Subscriptions.CANCELLED) {
                Infrastructure.handleDroppedException(e);
            } else {
                endWith(new Event.Error(EventStream.failureOf(e)));
            }
        }

        @Override
        public void onCompletion() {
            if (getAndSetUpstreamSubscription(Subscriptions.CANCELLED) != Subscriptions.CANCELLED) {
                endWith(INCOMPLETE);
            }
        }

        private void endWith(Event event) {
            end.set(event);
            giveOutEnd();
        }

        private void giveOutEnd() {
            if (demand.get() > 0 && !isCancelled()) {
                var event = end.getAndSet(null);
                if (event != null) {
                    giveOutLast(event);
                }
            }
        }

        private void giveOutLast(Event event) {
            var last = partial && event instanceof Event.Error error ? error.afterContent() : event;
            downstream.onItem(last.at(next++));
            downstream.onCompletion();
        }
    }
}
