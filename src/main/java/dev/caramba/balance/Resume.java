package dev.caramba.balance;

import dev.caramba.balance.CallHistory.Tried;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Resumption;
import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What follows a failed attempt once the caller has a part of the answer: a peer that is ready goes on with it, else a
 * fallback, else the same target once more; and when nobody does, the failure that broke the answer is told. A target
 * that has failed in this call is not asked again, but for the one that broke the answer.
 */
final class Resume {

    /** Asked anew, an attempt gave another answer, or was refused for what is said: nobody else is asked for that. */
    private static final Set<FailureKind> LAST_WORDS = EnumSet.of(FailureKind.CANCELLED, FailureKind.CONTENT_FILTER);

    private final BalancedCall call;
    private final PartialAnswer answer;
    private final CallTrail trail;
    private final RetryDelay wait;

    /** The latest attempt that gave out a part of the answer. */
    private Optional<Tried> broken = Optional.empty();

    /** Whether the target that broke the answer was asked again since it did. */
    private boolean askedAgain;

    Resume(BalancedCall call, PartialAnswer answer, CallTrail trail) {
        this.call = call;
        this.answer = answer;
        this.trail = trail;
        this.wait = new RetryDelay(call);
    }

    Uni<Optional<AttemptRun>> after(AttemptRun run, Tried failed) {
        answer.spent(run.usage());
        if (run.committed()) {
            broken = Optional.of(failed);
            askedAgain = false;
        }
        if (isOver(run)) {
            return NextStep.NOTHING;
        }
        if (run.prefilled() && !run.committed() && isRefusal(failed.failure())) {
            answer.refusesPrefill(run.candidate().target());
            return NextStep.firstOf(() -> call.acquireAnew(run.candidate()), this::another, this::theSame);
        }
        return LAST_WORDS.contains(failed.failure().kind())
                ? NextStep.NOTHING
                : NextStep.firstOf(this::another, this::theSame);
    }

    /** What the caller is told when nobody goes on: never how the attempts to go on ended. */
    Failure verdict(AttemptRun run, Failure last) {
        var failure = broken.map(Tried::failure).orElse(last);
        if (run.outOfTime()) {
            return last;
        }
        if (!call.balancing().settings().resume() || isFinal(failure)) {
            return failure;
        }
        boolean diverged = last.kind() == FailureKind.CANCELLED;
        trail.resumed(diverged ? Resumption.DIVERGED : Resumption.FAILED);
        var reason = diverged ? ", another one came" : "";
        return failure.withMessage(failure.message() + "; the answer could not be continued" + reason);
    }

    private boolean isOver(AttemptRun run) {
        return !answer.continuable()
                || broken.filter(tried -> isFinal(tried.failure())).isPresent()
                || run.outOfTime()
                || call.remaining().isZero()
                || call.history().attempts() >= call.balancing().settings().maxAttempts();
    }

    private static boolean isFinal(Failure failure) {
        return failure.kind().failover() == FailureKind.Failover.NEVER;
    }

    /** Whether the request itself was not liked, rather than nobody being there to like it. */
    private static boolean isRefusal(Failure failure) {
        return failure.kind().failover() != FailureKind.Failover.YES;
    }

    private Uni<Optional<AttemptRun>> another() {
        return NextStep.firstOf(
                () -> call.acquirePeers(call.history().untried(call.candidates().peers())), call::acquireFallback);
    }

    /** Each part that a target gives out earns it one more request. */
    private Uni<Optional<AttemptRun>> theSame() {
        return broken.filter(
                        tried -> !askedAgain && mayBeAskedAgain(tried.failure().kind()))
                .map(tried -> {
                    var delay = wait.before(tried);
                    if (!wait.isShort(delay)) {
                        return NextStep.NOTHING;
                    }
                    askedAgain = true;
                    return wait.then(delay, () -> call.acquireAgain(tried));
                })
                .orElse(NextStep.NOTHING);
    }

    /** A target that fell silent has at least spoken before: other than before the first word, it is asked again. */
    private static boolean mayBeAskedAgain(FailureKind kind) {
        return kind.retry() != FailureKind.Retry.NEVER || kind == FailureKind.TIMEOUT;
    }
}
