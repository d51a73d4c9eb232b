package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.SerializedSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Applies the timeouts of one attempt, renews its lease, and turns its error event into a failed stream. It cancels the
 * source before it does anything else, so that the connection is closed at once.
 */
final class AttemptLimits extends AbstractMultiOperator<Event, Event> {

    /**
     * @param deadline the time left for the whole call
     * @param whileFlowing the time left for it once its answer flows
     * @param deadlinePassed supplies the failure when the deadline has passed
     * @param firstToken how long the attempt may go without content while another candidate could be asked; empty when
     *     no content can come before its end
     * @param alone whether no other candidate can be asked instead; as long as that holds, the first-token timeout does
     *     not end the attempt, and it is checked again after the same time
     * @param renewEvery the time between two renewals of the lease
     */
    record Limits(
            Duration deadline,
            Duration whileFlowing,
            Supplier<Failure> deadlinePassed,
            Optional<Duration> firstToken,
            BooleanSupplier alone,
            Duration renewEvery,
            Supplier<Uni<?>> renew) {}

    private final ScheduledExecutorService timer;
    private final Limits limits;

    AttemptLimits(Multi<? extends Event> upstream, ScheduledExecutorService timer, Limits limits) {
        super(upstream);
        this.timer = timer;
        this.limits = limits;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> downstream) {
        upstream.subscribe().withSubscriber(new Processor(new SerializedSubscriber<>(downstream)));
    }

    private final class Processor extends MultiOperatorProcessor<Event, Event> {

        private final List<Future<?>> timers = new ArrayList<>();
        private volatile boolean ended;
        private volatile boolean committed;
        private boolean terminated;

        Processor(MultiSubscriber<? super Event> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            super.onSubscribe(subscription);
            startTimers();
        }

        /**
         * Starts the timers, unless the source has already ended. This follows the subscription, since a timer may fire
         * at once.
         */
        private synchronized void startTimers() {
            if (ended) {
                return;
            }
            after(limits.deadline(), this::deadlineHasPassed);
            limits.firstToken().ifPresent(limit -> every(limit, this::firstTokenIsLate));
            every(limits.renewEvery(), this::renew);
        }

        @Override
        public void onItem(Event event) {
            if (event instanceof Event.Error error) {
                fail(error::failure);
                return;
            }
            if (event.terminal()) {
                terminated = end();
                if (!terminated) {
                    return;
                }
            }
            committed = committed || event.commits();
            super.onItem(event);
        }

        @Override
        public void onFailure(Throwable failure) {
            if (end()) {
                super.onFailure(failure);
            }
        }

        /**
         * Completes the stream, unless a limit has already failed it. The source may complete before the cancellation
         * reaches it.
         */
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

        private void deadlineHasPassed() {
            if (!extended()) {
                fail(limits.deadlinePassed());
            }
        }

        /** Gives an answer that flows more time; returns false when there is none. */
        private synchronized boolean extended() {
            var more = limits.whileFlowing().minus(limits.deadline());
            var extended = committed && !ended && !more.isNegative() && !more.isZero();
            if (extended) {
                after(more, () -> fail(limits.deadlinePassed()));
            }
            return extended;
        }

        private void firstTokenIsLate() {
            if (!committed && !limits.alone().getAsBoolean()) {
                fail(() -> Failure.of(FailureKind.TIMEOUT, "no first token within the first-token timeout"));
            }
        }

        private void fail(Supplier<Failure> failure) {
            if (end()) {
                cancelUpstream();
                downstream.onFailure(failure.get().asException());
            }
        }

        private void renew() {
            if (!ended) {
                limits.renew().get().subscribe().with(ignored -> {}, ignored -> {});
            }
        }

        /** Stops the timers; returns true on the first call only. */
        private synchronized boolean end() {
            var first = !ended;
            ended = true;
            timers.forEach(task -> task.cancel(false));
            return first;
        }

        private void after(Duration delay, Runnable task) {
            timers.add(timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
        }

        private void every(Duration period, Runnable task) {
            timers.add(timer.scheduleAtFixedRate(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
        }
    }
}
