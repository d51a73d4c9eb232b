package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.AttemptWatch;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Resumption;
import dev.caramba.generation.Usage;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One request to one target under one lease. The lease is settled exactly once: before the last event is passed on,
 * before a failure is passed on, or when the caller leaves.
 */
final class AttemptRun {

    static final Failure CALLER_LEFT = Failure.of(FailureKind.CANCELLED, "the caller left");

    private final Balancing balancing;
    private final CallContext context;
    private final AttemptRequest request;
    private final Candidate candidate;
    private final Lease lease;
    private final BooleanSupplier alone;
    private final Cancellation cancellation = new Cancellation();

    private boolean taken;
    private BooleanSupplier wins = () -> true;
    private AttemptWatch.Reason reason = AttemptWatch.Reason.PLAIN;
    private volatile AttemptWatch.Watched watched = AttemptWatch.Watched.UNWATCHED;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile Instant began = Instant.EPOCH;
    private Optional<Event.Start> start = Optional.empty();
    private Instant requestsBack = Instant.EPOCH;
    private Optional<Duration> timeToFirstToken = Optional.empty();
    private volatile Optional<Usage> usage = Optional.empty();
    private boolean committed;
    private volatile boolean outOfTime;
    private volatile Duration cooldownLeft = Duration.ZERO;

    AttemptRun(
            Balancing balancing,
            CallContext context,
            AttemptRequest request,
            Candidate candidate,
            Lease lease,
            BooleanSupplier alone) {
        this.balancing = balancing;
        this.context = context;
        this.request = request;
        this.candidate = candidate;
        this.lease = lease;
        this.alone = alone;
    }

    /** The same attempt, as one that is made beside another. */
    AttemptRun asHedge() {
        reason = AttemptWatch.Reason.HEDGE;
        return this;
    }

    /** The answer; fails with a {@link dev.caramba.generation.ProviderException} when the attempt does. */
    Multi<Event> events() {
        return events(() -> true);
    }

    /**
     * The same, of an attempt that is not the only one.
     *
     * @param wins asked once, before anything is given out; when it denies, nothing ever is
     */
    Multi<Event> events(BooleanSupplier wins) {
        this.wins = wins;
        return Multi.createFrom()
                .deferred(this::begin)
                .plug(source -> new AttemptLimits(source, balancing.timer(), limits()))
                .plug(cancellation::reaching)
                .onItem()
                .transformToMultiAndConcatenate(this::passOn)
                .onFailure()
                .call(e -> settleFailed(EventStream.failureOf(e)));
    }

    /** The caller has left: whatever has not been reported never will be. */
    void leave() {
        callOff(CALLER_LEFT);
    }

    /**
     * Nobody wants its answer any more, for this reason; nothing that is held against the target. The request under way
     * is cancelled here, and not by the cancellation of {@link #events} alone, which may get lost on its way.
     */
    void callOff(Failure why) {
        if (isForNobody()) {
            balancing.report(lease, new AttemptOutcome.Ignored());
        } else {
            settle(new AttemptOutcome.Ignored(), Optional.of(why));
        }
        cancellation.cancel();
    }

    Candidate candidate() {
        return candidate;
    }

    /** Whether it gave out something that the caller did not have. */
    boolean committed() {
        return committed;
    }

    /** Whether the text given out so far was sent along, to be continued. */
    boolean prefilled() {
        return request.prefilled();
    }

    /** What it has told of its tokens. */
    Optional<Usage> usage() {
        return usage;
    }

    /** Whether the call's deadline ended this attempt. */
    boolean outOfTime() {
        return outOfTime;
    }

    /** How long the target's cooldown lasted from the report of this attempt on. */
    Duration cooldownLeft() {
        return cooldownLeft;
    }

    private Multi<Event> begin() {
        began = balancing.clock().instant();
        if (!isWanted()) {
            return Multi.createFrom().nothing();
        }
        return EventStream.of(
                        candidate.provider().generate(context.inAttempt(watched.handedOn(), alone), request.params()))
                .onItem()
                .invoke(this::note);
    }

    /** True for who comes first; then it counts as begun, before anybody can settle it. */
    private synchronized boolean isWanted() {
        if (taken) {
            return false;
        }
        taken = true;
        watched = context.trail().begin(candidate.target(), request.resumes() ? AttemptWatch.Reason.RESUME : reason);
        return true;
    }

    /** True when it is called off before it has begun: it never will. */
    private synchronized boolean isForNobody() {
        var first = !taken;
        taken = true;
        if (first) {
            // here, so that whoever calls it off beside this one finds it settled
            settled.set(true);
        }
        return first;
    }

    private void note(Event event) {
        watched.saw(event);
        if (event instanceof Event.Error error) {
            usage = error.usage();
        } else if (event instanceof Event.Done done) {
            usage = done.usage();
        }
    }

    private AttemptLimits.Limits limits() {
        return new AttemptLimits.Limits(
                context.deadline().remaining(balancing.clock().instant()),
                this::deadlinePassed,
                Optional.of(candidate.firstTokenTimeout()).filter(limit -> request.params().stream()),
                alone,
                balancing.settings().leaseTtl().dividedBy(3),
                () -> balancing.store().renew(lease));
    }

    private Failure deadlinePassed() {
        outOfTime = true;
        return Failure.of(FailureKind.TIMEOUT, "the deadline of the call passed");
    }

    /** The start is held back until the call is committed, so that a failed attempt leaves no trace. */
    private Multi<Event> passOn(Event event) {
        if (event instanceof Event.Start first) {
            start = Optional.of(first);
            requestsBack = balancing.clock().instant().plus(first.exhaustedFor());
            return Multi.createFrom().empty();
        }
        if (timeToFirstToken.isEmpty()) {
            timeToFirstToken = Optional.of(elapsed());
        }
        var joined = request.joined(event);
        if (joined.isEmpty()) {
            return Multi.createFrom().empty();
        }
        if (!committed && !wins.getAsBoolean()) {
            return Multi.createFrom().nothing();
        }
        return settleIfDone(event).onItem().transformToMulti(ignored -> giveOut(joined));
    }

    private Multi<Event> giveOut(List<Event> events) {
        var all = committed ? events : commit(events);
        committed = true;
        return Multi.createFrom().iterable(all);
    }

    /** The start is that of the attempt that began the answer: an attempt that goes on with it has none. */
    private List<Event> commit(List<Event> events) {
        if (request.resumes()) {
            context.trail().resumed(Resumption.CONTINUED);
            return events;
        }
        var first = start.orElseGet(() -> new Event.Start(Optional.empty(), Optional.empty()));
        context.trail().answering(candidate.target(), first.droppedParams());
        return Stream.concat(Stream.of(first), events.stream()).toList();
    }

    private Uni<Event> settleIfDone(Event event) {
        if (!event.terminal()) {
            return Uni.createFrom().item(event);
        }
        return settle(new AttemptOutcome.Success(timeToFirstToken, exhaustedFor()), Optional.empty())
                .replaceWith(event);
    }

    /** What is left, at the end of the answer, of the time that its head told. */
    private Duration exhaustedFor() {
        var left = Duration.between(balancing.clock().instant(), requestsBack);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Uni<HealthView> settleFailed(Failure failure) {
        var callersHurry = outOfTime && context.deadline().callers();
        var flowed = outOfTime && timeToFirstToken.isPresent();
        var calledOff = failure.kind() == FailureKind.CANCELLED;
        var outcome =
                callersHurry || flowed || calledOff ? new AttemptOutcome.Ignored() : new AttemptOutcome.Failed(failure);
        return settle(outcome, Optional.of(failure))
                .invoke(view -> cooldownLeft = view.cooldownLeft(candidate.target()));
    }

    private Uni<HealthView> settle(AttemptOutcome outcome, Optional<Failure> failure) {
        if (!settled.compareAndSet(false, true)) {
            return Uni.createFrom().item(HealthView.EMPTY);
        }
        var attempt = new Attempt(candidate.target(), failure, elapsed(), usage);
        context.trail().add(attempt);
        watched.ended(attempt);
        return balancing.report(lease, outcome);
    }

    private Duration elapsed() {
        return Duration.between(began, balancing.clock().instant());
    }
}
