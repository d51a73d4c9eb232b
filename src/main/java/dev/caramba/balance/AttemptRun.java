package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.AttemptWatch;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ResumeResult;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs one attempt: one request to one target under one lease. It reports the lease exactly once: before it passes on
 * the last event or a failure, or when the caller leaves.
 */
final class AttemptRun {

    static final Failure CALLER_LEFT = Failure.of(FailureKind.CANCELLED, "the caller left");

    private final Balancing balancing;
    private final CallContext context;
    private final AttemptRequest request;
    private final Candidate candidate;
    private final Lease lease;
    private final BooleanSupplier alone;
    private final CustomCalls customCalls;
    private final Cancellation cancellation = new Cancellation();

    private boolean taken;
    private BooleanSupplier wins = () -> true;
    private AttemptWatch.Reason reason = AttemptWatch.Reason.PLAIN;
    private volatile AttemptWatch.Watched watched = AttemptWatch.Watched.UNWATCHED;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile Instant began = Instant.EPOCH;
    private Optional<Event.Start> start = Optional.empty();
    /** What came before the first content, and is no content itself. */
    private final List<Event> ahead = new ArrayList<>();

    private Instant exhaustedUntil = Instant.EPOCH;
    private Optional<Duration> timeToFirstToken = Optional.empty();
    private volatile Optional<Usage> usage = Optional.empty();
    private boolean committed;
    /** Whether another attempt beside this one has won. This one is then called off. */
    private boolean lost;

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
        this.customCalls = CustomCalls.of(request.params());
    }

    /** Marks this attempt as a hedge and returns it. */
    AttemptRun asHedge() {
        reason = AttemptWatch.Reason.HEDGE;
        return this;
    }

    /**
     * Returns the events of the answer. The stream fails with a {@link dev.caramba.generation.ProviderException} when
     * the attempt fails.
     */
    Multi<Event> events() {
        return events(() -> true);
    }

    /**
     * Returns the events of an attempt that runs beside another one.
     *
     * @param wins called once, before anything is given out; when it returns false, the stream never emits anything
     */
    Multi<Event> events(BooleanSupplier wins) {
        this.wins = wins;
        var events = Multi.createFrom()
                .deferred(this::begin)
                .plug(source -> new AttemptLimits(source, balancing.timer(), limits()))
                .plug(cancellation::reaching)
                .plug(source -> EventStream.read(source, this::passOn));
        return EventStream.callAtEnd(events, last -> settleSucceeded())
                .onFailure()
                .call(e -> settleFailed(EventStream.failureOf(e)));
    }

    /** Ends the attempt because the caller has left, and reports the lease as ignored. */
    void leave() {
        callOff(CALLER_LEFT);
    }

    /**
     * Ends the attempt because its answer is no longer needed; nothing counts against the target. This method cancels
     * the request itself, because a cancellation of {@link #events} may get lost on its way.
     */
    void callOff(Failure why) {
        if (endBeforeBegin()) {
            balancing.report(lease, new AttemptOutcome.Ignored());
        } else {
            settle(new AttemptOutcome.Ignored(), Optional.of(why));
        }
        cancellation.cancel();
    }

    Candidate candidate() {
        return candidate;
    }

    /** Returns whether the attempt gave out something that the caller did not have before. */
    boolean committed() {
        return committed;
    }

    /** Returns whether the request included the text given out so far, to be continued. */
    boolean prefilled() {
        return request.prefilled();
    }

    /** Returns the tokens that the provider has reported; empty when it reported none. */
    Optional<Usage> usage() {
        return usage;
    }

    /** Returns whether the call's deadline ended this attempt. */
    boolean outOfTime() {
        return outOfTime;
    }

    /** Returns the rest of the target's cooldown at the time of this attempt's report. */
    Duration cooldownLeft() {
        return cooldownLeft;
    }

    private Multi<Event> begin() {
        began = balancing.clock().instant();
        if (!markBegun()) {
            return Multi.createFrom().nothing();
        }
        return EventStream.of(candidate.answer(context.inAttempt(watched.handedOn(), alone), request.params()))
                .onItem()
                .invoke(this::note);
    }

    /**
     * Returns true unless the attempt was called off before. It then counts as begun, before anything can settle it.
     */
    private synchronized boolean markBegun() {
        if (taken) {
            return false;
        }
        taken = true;
        watched = context.trail().begin(candidate.target(), request.resumes() ? AttemptWatch.Reason.RESUME : reason);
        return true;
    }

    /** Returns true when the attempt has not begun; then it never will. */
    private synchronized boolean endBeforeBegin() {
        var first = !taken;
        taken = true;
        if (first) {
            // settled under the lock, so that a concurrent call-off finds it settled
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
                context.deadline().remainingWhileFlowing(balancing.clock().instant()),
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

    /**
     * Passes on an event. The start waits until the call is committed, so that the caller sees nothing of a failed
     * attempt.
     */
    private List<Event> passOn(Event event) {
        if (lost) {
            return List.of();
        }
        if (event instanceof Event.Start first) {
            start = Optional.of(first);
            exhaustedUntil = balancing.clock().instant().plus(first.exhaustedFor());
            return List.of();
        }
        if (timeToFirstToken.isEmpty() && event.commits()) {
            timeToFirstToken = Optional.of(elapsed());
        }
        var joined = customCalls.of(event).map(request.joiner()::joined).orElse(List.of());
        if (committed || joined.isEmpty()) {
            return joined;
        }
        if (joined.stream().noneMatch(Event::commits)) {
            ahead.addAll(joined);
            return List.of();
        }
        lost = !wins.getAsBoolean();
        if (lost) {
            return List.of();
        }
        committed = true;
        return commit(joined);
    }

    /**
     * Puts the start before the first content. An attempt that continues an answer gives out no start, because the
     * caller already has one.
     */
    private List<Event> commit(List<Event> events) {
        if (request.resumes()) {
            context.trail().resumed(ResumeResult.CONTINUED);
            return Stream.concat(ahead.stream(), events.stream()).toList();
        }
        var first = start.orElseGet(() -> new Event.Start(Optional.empty(), Optional.empty()));
        context.trail().answering(candidate.target(), first.droppedParams());
        return Stream.concat(Stream.concat(Stream.of(first), ahead.stream()), events.stream())
                .toList();
    }

    private Uni<HealthView> settleSucceeded() {
        return settle(new AttemptOutcome.Success(timeToFirstToken, exhaustedFor()), Optional.empty());
    }

    /**
     * Returns how long the provider accepts no more requests, counted from the end of the answer; its headers gave the
     * time from their arrival.
     */
    private Duration exhaustedFor() {
        var left = Duration.between(balancing.clock().instant(), exhaustedUntil);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Uni<HealthView> settleFailed(Failure failure) {
        var callersDeadline = outOfTime && context.deadline().callers();
        var receivedContent = outOfTime && timeToFirstToken.isPresent();
        var calledOff = failure.kind() == FailureKind.CANCELLED;
        var outcome = callersDeadline || receivedContent || calledOff
                ? new AttemptOutcome.Ignored()
                : new AttemptOutcome.Failed(failure);
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
