package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Hedging;
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
 * An attempt, and a second one beside it when it has given out nothing for a while. The first of them to have content
 * wins: the other is called off at once, and what it might have said is nobody's concern. One that fails before that
 * leaves the other alone, which may then be hedged again; when nobody is left, the stream fails as the last one did.
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
 * Attempts, timer and store speak on threads of their own. What they change, the call's history included, they change
 * under this object's lock; nobody else is spoken to under it.
 */
final class Hedge extends AbstractMulti<Event> implements Subscription {

    private static final Failure OVERTAKEN = Failure.of(FailureKind.CANCELLED, "another attempt was faster");

    private final BalancedCall call;
    private final Duration after;
    private final Racer first;

    /** Those under way; once it is over, the winner, or nobody. */
    private final List<Racer> racers = new ArrayList<>();

    private MultiSubscriber<? super Event> downstream;
    private AttemptRun decisive;
    private Optional<Future<?>> timer = Optional.empty();
    private long demand;
    private boolean over;

    /** @param after how long an attempt may be silent before another one is made beside it */
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

    /** The attempt whose answer is given out; else the one that failed last. */
    synchronized AttemptRun decisive() {
        return decisive;
    }

    @Override
    public void request(long events) {
        asked(events).forEach(racer -> racer.subscription.ifPresent(s -> s.request(events)));
    }

    /** All that was asked for is asked of each: only one will ever give. */
    private synchronized List<Racer> asked(long events) {
        demand = Subscriptions.add(demand, events);
        return List.copyOf(racers);
    }

    /** The caller has left. */
    @Override
    public void cancel() {
        left().forEach(racer -> racer.callOff(AttemptRun.CALLER_LEFT));
    }

    private synchronized List<Racer> left() {
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
        var peers = wanted();
        if (!peers.isEmpty()) {
            call.lease(peers).subscribe().with(reply -> answered(reply, peers), e -> budget().giveBack());
        }
    }

    private synchronized List<Candidate> wanted() {
        var peers = over ? List.<Candidate>of() : call.besides();
        return peers.isEmpty() || !budget().take() ? List.of() : peers;
    }

    /** A lease that comes too late is given back. */
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

    /** Whether this one has content first, or had it before. */
    private boolean wins(Racer racer) {
        var losers = overtaken(racer);
        losers.forEach(loser -> loser.callOff(OVERTAKEN));
        return isUnderWay(racer);
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
            call.trail().hedged(Hedging.WON);
        }
        return losers;
    }

    private synchronized boolean isUnderWay(Racer racer) {
        return racers.contains(racer);
    }

    /** Whether the failure is that of all: of the winner, or of the last one left. */
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

    /** One of the attempts. */
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
                call.trail().hedged(Hedging.LOST);
            }
        }

        /** The connection first, so that it is closed at once. */
        void callOff(Failure why) {
            subscription.ifPresent(Subscription::cancel);
            run.callOff(why);
        }

        @Override
        public void onSubscribe(Subscription events) {
            long due = subscribed(events);
            if (due > 0) {
                events.request(due);
            } else if (!isUnderWay(this)) {
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
            downstream.onCompletion();
        }
    }
}
