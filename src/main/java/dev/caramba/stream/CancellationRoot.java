package dev.caramba.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/** The outermost operator of a subscription: when it is cancelled, it runs the {@link Cancellation} first. */
final class CancellationRoot<T> extends AbstractMultiOperator<T, T> {

    private final Cancellation cancellation;

    CancellationRoot(Multi<? extends T> upstream, Cancellation cancellation) {
        super(upstream);
        this.cancellation = cancellation;
    }

    @Override
    public void subscribe(MultiSubscriber<? super T> downstream) {
        upstream.subscribe().withSubscriber(new Processor(downstream));
    }

    private final class Processor extends MultiOperatorProcessor<T, T> {

        Processor(MultiSubscriber<? super T> downstream) {
            super(downstream);
        }

        @Override
        public void cancel() {
            cancellation.cancel();
            super.cancel();
        }
    }
}
