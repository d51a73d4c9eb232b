package dev.caramba.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow.Subscription;

/** A stream that a {@link Cancellation} cancels directly, whatever operators are downstream of it. */
final class CancellableMulti<T> extends AbstractMultiOperator<T, T> {

    private final Cancellation cancellation;

    CancellableMulti(Multi<? extends T> upstream, Cancellation cancellation) {
        super(upstream);
        this.cancellation = cancellation;
    }

    @Override
    public void subscribe(MultiSubscriber<? super T> downstream) {
        if (cancellation.isCancelled()) {
            downstream.onSubscribe(Subscriptions.empty());
        } else {
            upstream.subscribe().withSubscriber(new Processor(downstream));
        }
    }

    private final class Processor extends MultiOperatorProcessor<T, T> {

        private final Runnable end = this::cancel;

        Processor(MultiSubscriber<? super T> downstream) {
            super(downstream);
        }

        /**
         * Registers with the cancellation before the subscriber requests anything, since a source may emit as soon as
         * it gets a request.
         */
        @Override
        public void onSubscribe(Subscription subscription) {
            if (compareAndSetUpstreamSubscription(null, subscription)) {
                cancellation.then(end);
                downstream.onSubscribe(this);
            } else {
                subscription.cancel();
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            cancellation.forget(end);
            super.onFailure(failure);
        }

        @Override
        public void onCompletion() {
            cancellation.forget(end);
            super.onCompletion();
        }

        @Override
        public void cancel() {
            cancellation.forget(end);
            super.cancel();
        }
    }
}
