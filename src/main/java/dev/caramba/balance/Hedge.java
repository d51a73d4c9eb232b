package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.HedgeResult;
import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs an attempt, and a second one beside it when the first has no content after a while. The first attempt with
 * content wins, and the other one is cancelled at once. When one fails before that, the other goes on and may be hedged
 * again. When none is left, the stream fails with the failure of the last one.
 *
 * <pre>
 *             silent for long, a peer is leased
 *   one under way -----------------------------&gt; two under way
 *      |      ^                                   |        |
 *      |      +-----------------------------------+        |
 *      |                  one of them fails                |
 *      | content, failure, or the caller leaves            | content, or the caller leaves
 *      v                                                   v
 *     over  &lt;-----------------------------------------------
 * </pre>
 *
 * Attempts, timer and store call this object on their own threads. All state, the call's history included, changes
 * under this object's lock. No attempt, store or subscriber is called under the lock, so that it cannot deadlock.
 */
final class Hedge extends AbstractMulti<Event> implements Subscription {

    private static final Failure OVERTAKEN = Failure.of(FailureKind.CANCELLED, "another attempt was faster");

    private final BalancedCall call;
    private final Duration after;
    private final Racer first;

    /** The attempts under way; after the end only the winner, or none. */
    private final List<Racer> racers = new ArrayList<>();

    private MultiSubscriber<? super Event> downstream;
    private AttemptRun decisive;
    private Optional<Future<?>> timer = Optional.empty();
    private long demand;
    private boolean over;

    /** @param after how long an attempt may go without content before a second one begins */
    Hedge(BalancedCall call, AttemptRun first, Duration after) {
        this.call = call;
        this.after = after;
        this.first = new Racer(first, false);
        this.decisive = first;
        racers.add(this.first);
    }

    @Override
    public void subscribe(MultiSubscriber<? super Event> subscriber) {
        downstream = subscriber;
        subscriber.onSubscribe(this);
        first.start();
        arm();
    }

    /** Returns the attempt whose answer is given out, else the one that failed last. */
    synchronized AttemptRun decisive() {
        return decisive;
    }

    @Override
    public void request(long events) {
        addDemand(events).forEach(racer -> racer.subscription.ifPresent(s -> s.request(events)));
    }

    /**
     * Adds to the demand and returns the attempts to pass it on to. Each attempt gets the whole demand, because only
     * one of them emits.
     */
    private synchronized List<Racer> addDemand(long events) {
        demand = Subscriptions.add(demand, events);
        return List.copyOf(racers);
    }

    /** Cancels all attempts because the caller has left. */
    @Override
    public void cancel() {
        endAll().forEach(racer -> racer.callOff(AttemptRun.CALLER_LEFT));
    }

    private synchronized List<Racer> endAll() {
        var leaving = List.copyOf(racers);
        if (!over) {
            leaving.forEach(Racer::lost);
        }
        end();
        racers.clear();
        return leaving;
    }

    private void end() {
        over = true;
        timer.ifPresent(task -> task.cancel(false));
    }

    private synchronized void arm() {
        if (!over) {
            var left = after.minus(Duration.between(racers.get(0).began, now()));
            timer = Optional.of(
                    call.balancing().timer().schedule(this::hedge, Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS));
        }
    }

    private void hedge() {
        var peers = peersToAsk();
        if (!peers.isEmpty()) {
            call.lease(peers).subscribe().with(reply -> answered(reply, peers), e -> budget().giveBack());
        }
    }

    private synchronized List<Candidate> peersToAsk() {
        var peers = over ? List.<Candidate>of() : call.hedgePeers();
        return peers.isEmpty() || !budget().take() ? List.of() : peers;
    }

    /** Starts the second attempt. A lease that comes too late is released. */
    private void answered(Acquisition reply, List<Candidate> peers) {
        var granted =
                Optional.of(reply).filter(Acquisition.Granted.class::isInstance).map(Acquisition.Granted.class::cast);
        var second = granted.flatMap(grant -> enter(grant, peers));
        second.ifPresent(Racer::start);
        if (second.isEmpty()) {
            budget().giveBack();
            granted.ifPresent(grant -> call.balancing().report(grant.lease(), new AttemptOutcome.Ignored()));
        }
    }

    private synchronized Optional<Racer> enter(Acquisition.Granted granted, List<Candidate> peers) {
        if (over) {
            return Optional.empty();
        }
        var racer = new Racer(call.beside(granted, peers), true);
        racers.add(racer);
        return Optional.of(racer);
    }

    /** Returns whether this attempt is the winner; the first one to ask becomes it. */
    private boolean wins(Racer racer) {
        var losers = overtaken(racer);
        losers.forEach(loser -> loser.callOff(OVERTAKEN));
        return isRacing(racer);
    }

    private synchronized List<Racer> overtaken(Racer winner) {
        if (over || !racers.remove(winner)) {
            return List.of();
        }
        var losers = List.copyOf(racers);
        losers.forEach(Racer::lost);
        end();
        racers.clear();
        racers.add(winner);
        decisive = winner.run;
        if (winner.hedge) {
            call.trail().hedged(HedgeResult.WON);
        }
        return losers;
    }

    private synchronized boolean isRacing(Racer racer) {
        return racers.contains(racer);
    }

    /** Returns whether the failure ends the stream: it is that of the winner, or of the last attempt left. */
    private synchronized boolean failsAll(Racer racer, Failure failure) {
        if (over || !racers.remove(racer)) {
            return racers.contains(racer);
        }
        racer.lost();
        decisive = racer.run;
        if (racers.isEmpty()) {
            end();
            return true;
        }
        call.failed(racer.run, failure);
        arm();
        return false;
    }

    private HedgeBudget budget() {
        return call.balancing().hedges();
    }

    private Instant now() {
        return call.balancing().clock().instant();
    }

    /** One of the attempts, as a subscriber to its events. */
    private final class Racer implements MultiSubscriber<Event> {

        final AttemptRun run;
        final boolean hedge;
        final Instant began = now();
        volatile Optional<Subscription> subscription = Optional.empty();

        Racer(AttemptRun run, boolean hedge) {
            this.run = run;
            this.hedge = hedge;
        }

        void start() {
            run.events(() -> wins(this)).subscribe().withSubscriber(this);
        }

        void lost() {
            if (hedge) {
                call.trail().hedged(HedgeResult.LOST);
            }
        }

        /** Cancels the attempt; the subscription comes first, so that the connection is closed at once. */
        void callOff(Failure why) {
            subscription.ifPresent(Subscription::cancel);
            run.callOff(why);
        }

        @Override
        public void onSubscribe(Subscription events) {
            long due = subscribed(events);
            if (due > 0) {
                events.request(due);
            } else if (!isRacing(this)) {
                events.cancel();
            }
        }

        private long subscribed(Subscription events) {
            synchronized (Hedge.this) {
                subscription = Optional.of(events);
                return racers.contains(this) ? demand : 0;
            }
        }

        @Override
        public void onItem(Event event) {
            downstream.onItem(event);
        }

        @Override
        public void onFailure(Throwable e) {
            if (failsAll(this, EventStream.failureOf(e))) {
                downstream.onFailure(e);
            }
        }

        @Override
        public void onCompletion() {
            if (isRacing(this)) {
                downstream.onCompletion();
            }
        }
    }
}
