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
 * Bounds one attempt in time, keeps its lease alive, and turns its error event into a failed stream. The source is
 * cancelled before anything else happens, so that its connection is closed at once.
 */
final class AttemptLimits extends AbstractMultiOperator<Event, Event> {

    /**
     * @param deadline time left for the whole call
     * @param deadlinePassed gives the failure when it has passed
     * @param firstToken how long the attempt may be silent while it is not alone; empty when nothing can come before its
     *     end
     * @param alone whether nobody else can be asked instead; a silent attempt that is alone now is looked at again later
     * @param renewEvery how often the lease is renewed
     */
    record Limits(
            Duration deadline,
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
        private boolean complete;

        Processor(MultiSubscriber<? super Event> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            super.onSubscribe(subscription);
            startTimers();
        }

        /** After the subscription, since a timer may fire at once; not at all when the source has ended already. */
        private synchronized void startTimers() {
            if (ended) {
                return;
            }
            after(limits.deadline(), () -> fail(limits.deadlinePassed()));
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
                complete = end();
                if (!complete) {
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

        /** When a limit came first the stream fails, though the source may complete before it is told so. */
        @Override
        public void onCompletion() {
            if (complete || end()) {
                super.onCompletion();
            }
        }

        @Override
        public void cancel() {
            end();
            super.cancel();
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

        /** Stops the timers; true for the first to call it. */
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
