package dev.caramba.stream;

import dev.caramba.generation.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.helpers.queues.Queues;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns each item into any number of events, at once and in order. The next item is requested when the events of the
 * last one are given out. Mutiny's own operators for this subscribe to a stream of its own for each item, which is most
 * of the work of a streamed answer.
 */
final class FlatMapOperator<T> extends AbstractMultiOperator<T, Event> {

    private final EventReader<? super T> reader;

    FlatMapOperator(Multi<? extends T> upstream, EventReader<? super T> reader) {
        super(upstream);
        this.reader = reader;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> downstream) {
        upstream.subscribe().withSubscriber(new Processor<>(downstream, reader));
    }

    private static final class Processor<T> implements MultiSubscriber<T>, Subscription {

        private final MultiSubscriber<? super Event> downstream;
        private final EventReader<? super T> reader;
        private final Queue<Event> ready = Queues.<Event>unbounded(16).get();
        private final AtomicLong demand = new AtomicLong();

        /** How many times {@link #giveOut} was asked for; whoever raises it from zero does the work. */
        private final AtomicInteger asked = new AtomicInteger();

        private volatile Subscription source;
        private volatile boolean awaitingItem;
        private volatile boolean over;
        private volatile boolean cancelled;
        /** Written before {@link #over}. */
        private Optional<Throwable> failure = Optional.empty();

        Processor(MultiSubscriber<? super Event> downstream, EventReader<? super T> reader) {
            this.downstream = downstream;
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            source = subscription;
            downstream.onSubscribe(this);
        }

        @Override
        public void request(long events) {
            if (events > 0) {
                Subscriptions.add(demand, events);
                giveOut();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            source.cancel();
            giveOut();
        }

        @Override
        public void onItem(T item) {
            if (over || cancelled) {
                return;
            }
            try {
                add(reader.read(item));
            } catch (RuntimeException e) {
                source.cancel();
                end(Optional.of(e));
                return;
            }
            awaitingItem = false;
            giveOut();
        }

        @Override
        public void onFailure(Throwable e) {
            if (over || cancelled) {
                Infrastructure.handleDroppedException(e);
                return;
            }
            try {
                add(reader.broken(e));
                end(Optional.empty());
            } catch (Throwable cause) {
                end(Optional.of(cause));
            }
        }

        @Override
        public void onCompletion() {
            if (over || cancelled) {
                return;
            }
            try {
                add(reader.end());
                end(Optional.empty());
            } catch (RuntimeException e) {
                end(Optional.of(e));
            }
        }

        private void add(List<Event> events) {
            for (int i = 0; i < events.size(); i++) {
                ready.add(events.get(i));
            }
        }

        private void end(Optional<Throwable> cause) {
            failure = cause;
            over = true;
            giveOut();
        }

        /** Gives out as many events as are requested. One thread at a time does, and no call is nested in another. */
        private void giveOut() {
            if (asked.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                giveOutReady();
                seen = asked.addAndGet(-seen);
            } while (seen != 0);
        }

        private void giveOutReady() {
            long most = demand.get();
            long given = 0;
            while (given < most && !cancelled) {
                var event = ready.poll();
                if (event == null) {
                    break;
                }
                downstream.onItem(event);
                given++;
            }
            Subscriptions.produced(demand, given);
            if (cancelled) {
                ready.clear();
            } else if (over) {
                completeWhenEmpty();
            } else if (ready.isEmpty() && demand.get() > 0 && !awaitingItem) {
                awaitingItem = true;
                source.request(1);
            }
        }

        private void completeWhenEmpty() {
            if (ready.isEmpty()) {
                cancelled = true;
                failure.ifPresentOrElse(downstream::onFailure, downstream::onCompletion);
            }
        }
    }
}
