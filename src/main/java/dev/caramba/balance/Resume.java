package dev.caramba.balance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.caramba.balance.CallHistory.Tried;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ResumeResult;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what follows a failed attempt after the call is committed. A peer that is ready continues the answer, else a
 * fallback, else the same target. When none does, the caller gets the failure that broke the answer. A target that has
 * failed in this call is not asked again, except the one that broke the answer.
 */
final class Resume {

    /**
     * After these kinds no other candidate is asked: the new attempt gave a different answer, or its content was
     * refused.
     */
    private static final Set<FailureKind> LAST_WORDS = EnumSet.of(FailureKind.CANCELLED, FailureKind.CONTENT_FILTER);

    private final BalancedCall call;
    private final PartialAnswer answer;
    private final CallTrail trail;
    private final RetryDelay wait;

    /** The latest failed attempt that gave out a part of the answer. */
    private Optional<Tried> broken = Optional.empty();

    /** Whether the target that broke the answer has been asked again since then. */
    private boolean askedAgain;

    Resume(BalancedCall call, PartialAnswer answer, CallTrail trail) {
        this.call = call;
        this.answer = answer;
        this.trail = trail;
        this.wait = new RetryDelay(call);
    }

    /**
     * Returns whether the continuation of an answer to this request can be told from what was given out. With several
     * choices, log probabilities or audio there is more than the text.
     */
    static boolean canTell(GenerationParams params) {
        return params.answers() == 1
                && !asksForLogProbabilities(params.extras().getOrDefault("logprobs", BooleanNode.FALSE))
                && !params.extras().containsKey("audio");
    }

    /** Legacy completions ask with the number of the likeliest tokens beside the chosen one, which may be 0. */
    private static boolean asksForLogProbabilities(JsonNode logprobs) {
        return logprobs.isNumber() || logprobs.asBoolean();
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
            return NextStep.firstOf(() -> call.acquireAnew(run.candidate()), this::otherTarget, this::sameTarget);
        }
        return LAST_WORDS.contains(failed.failure().kind())
                ? NextStep.NOTHING
                : NextStep.firstOf(this::otherTarget, this::sameTarget);
    }

    /**
     * Returns the failure that the caller gets when no attempt continues the answer. It is the one that broke the
     * answer, not those of the attempts to continue it.
     */
    Failure verdict(AttemptRun run, Failure last) {
        var failure = broken.map(Tried::failure).orElse(last);
        if (run.outOfTime()) {
            return last;
        }
        if (!call.balancing().settings().resume() || isFinal(failure)) {
            return failure;
        }
        boolean diverged = last.kind() == FailureKind.CANCELLED;
        trail.resumed(diverged ? ResumeResult.DIVERGED : ResumeResult.FAILED);
        var reason = diverged ? ", another one came" : "";
        var message = failure.message().replaceAll("[.\\s]+$", "");
        return failure.withMessage(message + "; the answer could not be continued" + reason);
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

    /** Returns whether the provider refused this request itself, rather than being unable to serve any. */
    private static boolean isRefusal(Failure failure) {
        return failure.kind().failover() != FailureKind.Failover.YES;
    }

    private Uni<Optional<AttemptRun>> otherTarget() {
        return NextStep.firstOf(
                () -> call.acquirePeers(call.history().untried(call.candidates().peers())), call::acquireFallback);
    }

    /** Asks the target that broke the answer again, once for each part that it gives out. */
    private Uni<Optional<AttemptRun>> sameTarget() {
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

    /**
     * Returns whether a failure of this kind allows another request. A timeout does, unlike before the first content,
     * because the target had already begun to answer.
     */
    private static boolean mayBeAskedAgain(FailureKind kind) {
        return kind.retry() != FailureKind.Retry.NEVER || kind == FailureKind.TIMEOUT;
    }
}
