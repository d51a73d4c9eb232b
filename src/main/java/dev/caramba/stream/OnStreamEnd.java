package dev.caramba.stream;

import dev.caramba.generation.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs an action once when a stream of events ends, in whatever way. */
final class OnStreamEnd extends AbstractMultiOperator<Event, Event> {

    private final Runnable action;

    OnStreamEnd(Multi<? extends Event> upstream, Runnable action) {
        super(upstream);
        this.action = action;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> downstream) {
        upstream.subscribe().withSubscriber(new Processor(downstream));
    }

    private final class Processor extends MultiOperatorProcessor<Event, Event> {

        private final AtomicBoolean ended = new AtomicBoolean();

        Processor(MultiSubscriber<? super Event> downstream) {
            super(downstream);
        }

        @Override
        public void onItem(Event event) {
            if (event.terminal()) {
                end();
            }
            super.onItem(event);
        }

        @Override
        public void onFailure(Throwable failure) {
            end();
            super.onFailure(failure);
        }

        @Override
        public void onCompletion() {
            end();
            super.onCompletion();
        }

        @Override
        public void cancel() {
            super.cancel();
            end();
        }

        private void end() {
            if (ended.compareAndSet(false, true)) {
                action.run();
            }
        }
    }
}
