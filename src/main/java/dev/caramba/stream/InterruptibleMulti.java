package dev.caramba.stream;

import dev.caramba.generation.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.SerializedSubscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/** A stream of events that an {@link Interruption} fails, from any thread. It cancels the source before that. */
final class InterruptibleMulti extends AbstractMultiOperator<Event, Event> {

    private final Interruption interruption;

    InterruptibleMulti(Multi<? extends Event> upstream, Interruption interruption) {
        super(upstream);
        this.interruption = interruption;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> downstream) {
        if (interruption.happened()) {
            Subscriptions.fail(downstream, interruption.failure().asException());
        } else {
            upstream.subscribe().withSubscriber(new Processor(new SerializedSubscriber<>(downstream)));
        }
    }

    private final class Processor extends MultiOperatorProcessor<Event, Event> {

        private final Runnable interrupt = this::interrupt;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean terminated;

        Processor(MultiSubscriber<? super Event> downstream) {
            super(downstream);
        }

        /** Registers after the subscription, since the interruption may come at once; a source may have ended by then. */
        @Override
        public void onSubscribe(Subscription subscription) {
            super.onSubscribe(subscription);
            interruption.add(interrupt);
            if (ended.get()) {
                interruption.forget(interrupt);
            }
        }

        @Override
        public void onItem(Event event) {
            if (event.terminal()) {
                terminated = end();
                if (!terminated) {
                    return;
                }
            }
            super.onItem(event);
        }

        @Override
        public void onFailure(Throwable failure) {
            if (end()) {
                super.onFailure(failure);
            }
        }

        @Override
        public void onCompletion() {
            if (terminated || end()) {
                super.onCompletion();
            }
        }

        @Override
        public void cancel() {
            end();
            super.cancel();
        }

        private void interrupt() {
            if (ended.compareAndSet(false, true)) {
                try {
                    cancelUpstream();
                } finally {
                    downstream.onFailure(interruption.failure().asException());
                }
            }
        }

        /** Returns true for the first end only: that of the source, of the subscriber, or the interruption. */
        private boolean end() {
            interruption.forget(interrupt);
            return ended.compareAndSet(false, true);
        }
    }
}
