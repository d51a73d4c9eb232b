package dev.caramba.provider;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.UniOperator;
import io.smallrye.mutiny.operators.uni.UniOperatorProcessor;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Fails work that has brought nothing within a time, and cancels it, unless no other candidate can be asked instead. If
 * none can, it checks again after the same time.
 */
final class AnswerTimeout<T> extends UniOperator<T, T> {

    private final Duration limit;
    private final BooleanSupplier alone;
    private final ScheduledExecutorService timer;
    private final Supplier<Throwable> late;

    AnswerTimeout(
            Uni<? extends T> work,
            Duration limit,
            BooleanSupplier alone,
            ScheduledExecutorService timer,
            Supplier<Throwable> late) {
        super(work);
        this.limit = limit;
        this.alone = alone;
        this.timer = timer;
        this.late = late;
    }

    @Override
    public void subscribe(UniSubscriber<? super T> downstream) {
        upstream().subscribe().withSubscriber(new Processor(downstream));
    }

    private final class Processor extends UniOperatorProcessor<T, T> {

        private Future<?> check;
        private boolean over;

        Processor(UniSubscriber<? super T> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(UniSubscription subscription) {
            super.onSubscribe(subscription);
            schedule();
        }

        @Override
        public void onItem(T item) {
            if (end()) {
                super.onItem(item);
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            if (end()) {
                super.onFailure(failure);
            }
        }

        @Override
        public void cancel() {
            end();
            super.cancel();
        }

        private synchronized void schedule() {
            if (!over) {
                check = timer.schedule(this::check, limit.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void check() {
            if (alone.getAsBoolean()) {
                schedule();
            } else if (end()) {
                super.cancel();
                downstream.onFailure(late.get());
            }
        }

        /** Stops the checks; returns true on the first call only. */
        private synchronized boolean end() {
            boolean first = !over;
            over = true;
            if (check != null) {
                check.cancel(false);
            }
            return first;
        }
    }
}
