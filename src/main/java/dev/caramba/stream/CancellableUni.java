package dev.caramba.stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.operators.UniOperator;
import io.smallrye.mutiny.operators.uni.UniOperatorProcessor;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

/** A {@code Uni} that a {@link Cancellation} cancels directly, whatever operators are downstream of it. */
final class CancellableUni<T> extends UniOperator<T, T> {

    private final Cancellation cancellation;

    CancellableUni(Uni<? extends T> upstream, Cancellation cancellation) {
        super(upstream);
        this.cancellation = cancellation;
    }

    @Override
    public void subscribe(UniSubscriber<? super T> downstream) {
        if (cancellation.isCancelled()) {
            downstream.onSubscribe(() -> {});
        } else {
            AbstractUni.subscribe(upstream(), new Processor(downstream));
        }
    }

    private final class Processor extends UniOperatorProcessor<T, T> {

        private final Runnable end = this::cancel;

        Processor(UniSubscriber<? super T> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(UniSubscription subscription) {
            if (compareAndSetUpstreamSubscription(null, subscription)) {
                cancellation.then(end);
                downstream.onSubscribe(this);
            } else {
                subscription.cancel();
            }
        }

        @Override
        public void onItem(T item) {
            cancellation.forget(end);
            super.onItem(item);
        }

        @Override
        public void onFailure(Throwable failure) {
            cancellation.forget(end);
            super.onFailure(failure);
        }

        @Override
        public void cancel() {
            cancellation.forget(end);
            super.cancel();
        }
    }
}
