package dev.caramba.stream;

import dev.caramba.generation.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.Optional;
import java.util.function.Function;

/** Passes events on at once, but for the terminal one: that waits for work, which may replace it. */
final class TerminalCallOperator extends AbstractMultiOperator<Event, Event> {

    private final Function<Event, Uni<Event>> work;

    TerminalCallOperator(Multi<? extends Event> upstream, Function<Event, Uni<Event>> work) {
        super(upstream);
        this.work = work;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> downstream) {
        upstream.subscribe().withSubscriber(new Processor(downstream, work));
    }

    private static final class Processor extends MultiOperatorProcessor<Event, Event> {

        private final Function<Event, Uni<Event>> work;
        private volatile boolean working;
        private Optional<Cancellable> underWay = Optional.empty();
        private boolean left;

        Processor(MultiSubscriber<? super Event> downstream, Function<Event, Uni<Event>> work) {
            super(downstream);
            this.work = work;
        }

        @Override
        public void onItem(Event event) {
            if (working || isDone()) {
                return;
            }
            if (!event.terminal()) {
                super.onItem(event);
                return;
            }
            working = true;
            Uni<Event> last;
            try {
                last = work.apply(event);
            } catch (RuntimeException e) {
                downstream.onFailure(e);
                return;
            }
            started(last.subscribe().with(this::ended, downstream::onFailure));
        }

        private void ended(Event event) {
            downstream.onItem(event);
            downstream.onCompletion();
        }

        private void started(Cancellable cancellable) {
            boolean late;
            synchronized (this) {
                underWay = Optional.of(cancellable);
                late = left;
            }
            if (late) {
                cancellable.cancel();
            }
        }

        /** Does nothing when the terminal event has come: the stream ends when its work is done. */
        @Override
        public void onFailure(Throwable e) {
            if (!working) {
                super.onFailure(e);
            }
        }

        @Override
        public void onCompletion() {
            if (!working) {
                super.onCompletion();
            }
        }

        @Override
        public void cancel() {
            Optional<Cancellable> running;
            synchronized (this) {
                left = true;
                running = underWay;
            }
            super.cancel();
            running.ifPresent(Cancellable::cancel);
        }
    }
}
