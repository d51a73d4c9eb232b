package dev.caramba.balance;

import dev.caramba.balance.CallHistory.Tried;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides what follows a failed attempt before the call is committed. The first of these that is possible is taken: a
 * peer that is ready at once; the same target again, where its failure allows that and the wait is short; a fallback;
 * the same target after a longer wait, where the call is not interactive; nothing.
 */
final class NextStep {

    static final Uni<Optional<AttemptRun>> NOTHING = Uni.createFrom().item(Optional.empty());

    /** A target that is asked again after a wait. */
    private record Retry(Tried tried, Duration delay) {}

    private final BalancedCall call;
    private final AttemptRun last;
    private final RetryDelay wait;

    NextStep(BalancedCall call, AttemptRun last) {
        this.call = call;
        this.last = last;
        this.wait = new RetryDelay(call);
    }

    Uni<Optional<AttemptRun>> take() {
        if (isOver()) {
            return NOTHING;
        }
        if (call.history().atFallbacks()) {
            return call.acquireFallback();
        }
        var soon = retry(wait::fits).filter(retry -> wait.isShort(retry.delay()));
        return firstOf(
                () -> call.acquirePeers(call.history().untried(call.candidates().peers())),
                () -> soon.map(this::again).orElse(NOTHING),
                call::acquireFallback,
                () -> soon.isPresent()
                        ? NOTHING
                        : retry(wait::isSatOut).map(this::again).orElse(NOTHING));
    }

    private boolean isOver() {
        return call.history().finalFailure().isPresent()
                || last.outOfTime()
                || call.remaining().isZero()
                || call.history().attempts() >= call.balancing().settings().maxAttempts();
    }

    /** Runs the steps in order and returns the first attempt that one of them grants; empty when none does. */
    @SafeVarargs
    static Uni<Optional<AttemptRun>> firstOf(Supplier<Uni<Optional<AttemptRun>>>... steps) {
        var result = NOTHING;
        for (var step : steps) {
            result = result.flatMap(
                    granted -> granted.isPresent() ? Uni.createFrom().item(granted) : step.get());
        }
        return result;
    }

    private Uni<Optional<AttemptRun>> again(Retry retry) {
        return wait.then(retry.delay(), () -> call.acquireAgain(retry.tried()));
    }

    /**
     * Returns the target to ask again after a wait: the last one when its failure allows it, else the one with the
     * shortest wait.
     */
    private Optional<Retry> retry(Predicate<Duration> wanted) {
        if (lastAttemptIsForAFallback()) {
            return Optional.empty();
        }
        var retries = call.history().failures().stream()
                .filter(this::mayBeAskedAgain)
                .map(tried -> new Retry(tried, wait.before(tried)))
                .filter(retry -> wanted.test(retry.delay()))
                .toList();
        return retries.stream()
                .filter(retry -> retry.tried().candidate().equals(last.candidate()))
                .reduce((earlier, later) -> later)
                .or(() -> retries.stream().min(Comparator.comparing(Retry::delay)));
    }

    /** Returns whether the last allowed attempt is kept for an untried fallback; a retry must not use it up. */
    private boolean lastAttemptIsForAFallback() {
        return call.history().attempts() + 1 >= call.balancing().settings().maxAttempts()
                && !call.history().untried(call.candidates().fallbacks()).isEmpty();
    }

    private boolean mayBeAskedAgain(Tried tried) {
        return switch (tried.failure().kind().retry()) {
            case NEVER -> false;
            case ONCE -> !call.history().retriedOnce() && isLatest(tried);
            case TWICE -> call.history().attempts(tried.candidate()) <= 2 && isLatest(tried);
        };
    }

    private boolean isLatest(Tried tried) {
        return call.history().failures().stream()
                .filter(other -> other.candidate().equals(tried.candidate()))
                .reduce((earlier, later) -> later)
                .filter(tried::equals)
                .isPresent();
    }
}
