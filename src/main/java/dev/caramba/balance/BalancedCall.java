package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.health.Acquisition;
import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One call and its attempts. Its steps run one after the other; only a {@link Hedge} works concurrently, under its
 * lock.
 */
final class BalancedCall {

    private final Balancing balancing;
    private final CallContext context;
    private final GenerationParams params;
    private final Candidates candidates;
    private final CallHistory history = new CallHistory();
    private final PartialAnswer answer;
    private final OtherCandidates otherCandidates;
    private final OwnThoughts thoughts = new OwnThoughts();
    private final Resume resume;
    private final Cancellation cancellation = new Cancellation();
    private volatile Optional<AttemptRun> latest = Optional.empty();
    private volatile Optional<Hedge> hedge = Optional.empty();

    BalancedCall(Balancing balancing, CallContext context, GenerationParams params, Candidates candidates) {
        this.balancing = balancing;
        this.context = context;
        this.params = params;
        this.candidates = candidates;
        this.answer = new PartialAnswer(
                balancing.settings().resume() && Resume.canTell(params),
                balancing.settings().holdToolCalls());
        this.otherCandidates = new OtherCandidates(balancing, candidates, history, answer);
        this.resume = new Resume(this, answer, context.trail());
    }

    Multi<Event> events() {
        if (hedgeAfter().isPresent()) {
            balancing.hedges().earn();
        }
        cancellation.then(this::leave);
        return cancellation.of(acquirePeers(candidates.peers())
                .flatMap(granted -> granted.isPresent() ? Uni.createFrom().item(granted) : acquireFallback())
                .onItem()
                .transformToMulti(granted -> granted.map(this::attempt).orElseGet(() -> end(history.refusal()))));
    }

    /** Settles the attempts under way, and a lease that is granted just now and will not be used. */
    private void leave() {
        latest.ifPresent(AttemptRun::leave);
        hedge.ifPresent(Hedge::cancel);
    }

    private Multi<Event> attempt(AttemptRun run) {
        history.began(run.candidate());
        return hedgeAfter()
                .filter(after -> !answer.visible() && !hedgePeers().isEmpty())
                .map(after -> hedged(new Hedge(this, run, after)))
                .orElseGet(() -> passOn(run.events(), () -> run));
    }

    private Multi<Event> hedged(Hedge both) {
        hedge = Optional.of(both);
        if (cancellation.isCancelled()) {
            leave();
        }
        return passOn(both, both::decisive);
    }

    private Multi<Event> passOn(Multi<Event> events, Supplier<AttemptRun> decisive) {
        return events.map(answer::given)
                .onFailure()
                .recoverWithMulti(e -> recover(decisive.get(), EventStream.failureOf(e)));
    }

    private Multi<Event> recover(AttemptRun run, Failure failure) {
        var tried = failed(run, failure);
        var next = asksWithoutThoughts(run, failure)
                ? NextStep.firstOf(() -> acquireAnew(run.candidate()), () -> after(run, tried))
                : after(run, tried);
        return next.onItem()
                .transformToMulti(granted -> granted.map(this::attempt).orElseGet(() -> end(verdict(run, failure))));
    }

    private Uni<Optional<AttemptRun>> after(AttemptRun run, CallHistory.Tried tried) {
        return answer.begun() ? resume.after(run, tried) : new NextStep(this, run).take();
    }

    /** Returns whether the target is asked once more because it could not read the thoughts of its request. */
    private boolean asksWithoutThoughts(AttemptRun run, Failure failure) {
        return thoughts.areRefused(failure, params, run.candidate().provider())
                && history.attempts() < balancing.settings().maxAttempts()
                && !run.outOfTime()
                && !remaining().isZero();
    }

    /** Records that an attempt has failed. */
    CallHistory.Tried failed(AttemptRun run, Failure failure) {
        var tried = new CallHistory.Tried(
                run.candidate(), failure, run.cooldownLeft(), balancing.clock().instant());
        history.failed(tried);
        return tried;
    }

    /** Returns the failure that the caller gets when no attempt is left. */
    private Failure verdict(AttemptRun run, Failure last) {
        if (answer.begun()) {
            return resume.verdict(run, last);
        }
        var verdict = history.finalFailure().orElseGet(() -> run.outOfTime() ? last : history.mostTelling());
        return verdict.withRetryAfter(verdict.retryAfter().map(this::bounded));
    }

    private Duration bounded(Duration asked) {
        var bound = balancing.settings().maxRetryAfter();
        return asked.compareTo(bound) <= 0 ? asked : bound;
    }

    private Multi<Event> end(Failure failure) {
        return Multi.createFrom().item(new Event.Error(failure, answer.spent()));
    }

    /** Leases one of these peers, by the strategy; empty when none of them may be asked now. */
    Uni<Optional<AttemptRun>> acquirePeers(List<Candidate> peers) {
        if (peers.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return acquire(byStrategy(peers), peers);
    }

    /** Leases one of these peers, by the strategy, for a hedge. */
    Uni<Acquisition> lease(List<Candidate> peers) {
        return lease(byStrategy(peers));
    }

    /** Returns the peers that a hedge may ask. Fallbacks are last resorts, so no hedge asks them. */
    List<Candidate> hedgePeers() {
        var isOver = history.atFallbacks()
                || history.attempts() >= balancing.settings().maxAttempts();
        return isOver ? List.of() : history.untried(candidates.peers());
    }

    /** Creates the hedge for a granted lease. */
    AttemptRun beside(Acquisition.Granted granted, List<Candidate> among) {
        var run = run(granted, among).asHedge();
        history.began(run.candidate());
        return run;
    }

    /** Leases the first untried fallback that may be asked now; empty when there is none. */
    Uni<Optional<AttemptRun>> acquireFallback() {
        var untried = history.untried(candidates.fallbacks());
        if (untried.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return acquire(inOrder(untried), untried)
                .invoke(granted -> granted.ifPresent(ignored -> history.reachedFallbacks()));
    }

    /** Leases the target of a failed attempt again, else a peer that has become ready while the call waited. */
    Uni<Optional<AttemptRun>> acquireAgain(CallHistory.Tried failed) {
        var list = Stream.concat(Stream.of(failed.candidate()), history.untried(candidates.peers()).stream())
                .toList();
        return acquire(inOrder(list), list).invoke(granted -> granted.ifPresent(ignored -> history.askedAgain(failed)));
    }

    /** Leases this same target again, for a different request. */
    Uni<Optional<AttemptRun>> acquireAnew(Candidate candidate) {
        return acquire(inOrder(List.of(candidate)), List.of(candidate));
    }

    private Ranking byStrategy(List<Candidate> peers) {
        var view = balancing.views().getOrDefault(candidates.pool(), HealthView.EMPTY);
        return new Ranking(candidates.pool(), candidates.strategy().rank(peers, view), otherCandidates.watched());
    }

    private Ranking inOrder(List<Candidate> list) {
        return new Ranking(
                candidates.pool() + "!",
                list.stream()
                        .map(candidate -> Strategies.tier(Ranking.Choice.IN_TURN, List.of(candidate)))
                        .toList(),
                otherCandidates.watched());
    }

    /**
     * Asks the store for a lease and waits for its reply even when the caller leaves, since a granted lease must be
     * released.
     */
    private Uni<Optional<AttemptRun>> acquire(Ranking ranking, List<Candidate> among) {
        return lease(ranking)
                .map(acquisition -> granted(acquisition, among))
                .memoize()
                .indefinitely();
    }

    private Uni<Acquisition> lease(Ranking ranking) {
        return balancing.store().acquire(ranking, UUID.randomUUID().toString());
    }

    private Optional<AttemptRun> granted(Acquisition acquisition, List<Candidate> among) {
        if (among.size() > 1 && among == candidates.peers()) {
            balancing.views().put(candidates.pool(), acquisition.view());
        }
        if (acquisition instanceof Acquisition.Refused refused) {
            history.refused(refused, among);
            return Optional.empty();
        }
        latest = Optional.of(run((Acquisition.Granted) acquisition, among));
        if (cancellation.isCancelled()) {
            leave();
        }
        return latest;
    }

    private AttemptRun run(Acquisition.Granted granted, List<Candidate> among) {
        var target = granted.lease().target();
        var candidate = among.stream()
                .filter(c -> c.target().equals(target))
                .findFirst()
                .orElseThrow();
        var request = answer.request(candidate, thoughts.readable(params, candidate.provider()));
        return new AttemptRun(
                balancing, context, request, candidate, granted.lease(), () -> otherCandidates.none(granted.view()));
    }

    /** Returns how long an attempt may go without content before it is hedged; empty when there is no second peer. */
    private Optional<Duration> hedgeAfter() {
        return candidates.hedgeAfter().filter(after -> candidates.peers().size() > 1);
    }

    /** Returns the time left until the call's deadline. */
    Duration remaining() {
        return context.deadline().remaining(balancing.clock().instant());
    }

    /** Returns whether somebody waits for the answer. */
    boolean interactive() {
        return context.interactive();
    }

    Balancing balancing() {
        return balancing;
    }

    Candidates candidates() {
        return candidates;
    }

    CallTrail trail() {
        return context.trail();
    }

    CallHistory history() {
        return history;
    }
}
