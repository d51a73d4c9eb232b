package dev.caramba.balance;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.Acquisition;
import dev.caramba.health.ProviderStatus;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The history of one call, as far as its next step depends on it. Any thread may ask which candidates are left. */
final class CallHistory {

    /** A failed attempt, and the rest of its target's cooldown at that time. */
    record Tried(Candidate candidate, Failure failure, Duration cooldownLeft, Instant at) {

        /**
         * Returns how long the target must not be asked: as long as the provider asked for, and until its cooldown
         * ends. Empty when neither is known.
         */
        Optional<Duration> untilReady() {
            return Stream.of(failure.retryAfter(), Optional.of(cooldownLeft).filter(left -> !left.isZero()))
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
        }
    }

    private final List<Tried> failures = new ArrayList<>();
    private final Map<Target, Integer> asked = Collections.synchronizedMap(new LinkedHashMap<>());
    private Optional<Duration> soonestRetry = Optional.empty();
    private boolean refused;
    private boolean anyLimited;
    private boolean anyElse;
    private boolean retriedOnce;
    private volatile boolean fallbacks;
    private volatile int attempts;
    private volatile int ended;
    private volatile long tooSmall;

    void began(Candidate candidate) {
        attempts++;
        asked.merge(candidate.target(), 1, Integer::sum);
    }

    void failed(Tried attempt) {
        failures.add(attempt);
        ended = failures.size();
        if (attempt.failure().kind().failover() == FailureKind.Failover.LARGER_WINDOW) {
            tooSmall = Math.max(tooSmall, attempt.candidate().contextWindow().orElse(0));
        }
    }

    /** Returns the failure after which no other candidate is asked; empty when there was none. */
    Optional<Failure> finalFailure() {
        return failures.stream()
                .map(Tried::failure)
                .filter(failure -> failure.kind().failover() == FailureKind.Failover.NEVER)
                .findFirst();
    }

    void askedAgain(Tried attempt) {
        retriedOnce = retriedOnce || attempt.failure().kind().retry() == FailureKind.Retry.ONCE;
    }

    /** Returns whether the call has used its one retry for failures that allow only one. */
    boolean retriedOnce() {
        return retriedOnce;
    }

    /** Records that the store refused all these candidates. */
    void refused(Acquisition.Refused refusal, List<Candidate> wanted) {
        refused = true;
        soonestRetry = Stream.of(soonestRetry, refusal.retryAfter())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        wanted.stream()
                .map(candidate -> refusal.view().of(candidate.target()))
                .filter(status -> status.state() != ProviderStatus.State.DISABLED)
                .forEach(this::refused);
    }

    private void refused(ProviderStatus status) {
        anyLimited = anyLimited || status.rateLimited();
        anyElse = anyElse || !status.rateLimited();
    }

    void reachedFallbacks() {
        fallbacks = true;
    }

    /** Returns whether a fallback has been asked; then only the other fallbacks are left. */
    boolean atFallbacks() {
        return fallbacks;
    }

    int attempts() {
        return attempts;
    }

    /** Returns the number of attempts under way. */
    int underWay() {
        return attempts - ended;
    }

    int attempts(Candidate candidate) {
        return asked.getOrDefault(candidate.target(), 0);
    }

    /** Returns the number of attempts that asked a target again. */
    int retries() {
        return attempts - asked.size();
    }

    List<Tried> failures() {
        return failures;
    }

    /**
     * Returns the candidates that have not been asked, without those whose context window is known to be too small for
     * this call.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    final List<Candidate> untried(List<Candidate>... lists) {
        return Stream.of(lists)
                .flatMap(List::stream)
                .filter(candidate -> !asked.containsKey(candidate.target()))
                .filter(candidate -> candidate.contextWindow().orElse(Long.MAX_VALUE) > tooSmall)
                .toList();
    }

    /** Returns the failure of a call for which no candidate may be asked now. */
    Failure refusal() {
        if (anyLimited && !anyElse) {
            return Failure.of(FailureKind.RATE_LIMITED, "every candidate is rate limited, none was asked")
                    .withRetryAfter(soonestRetry);
        }
        var disabled = refused && soonestRetry.isEmpty();
        return Failure.of(
                        FailureKind.NO_CANDIDATE,
                        disabled
                                ? "every candidate is disabled by an operator, none was asked"
                                : "every candidate is cooling down, full or disabled, none was asked")
                .withRetryAfter(soonestRetry);
    }

    /**
     * Returns the most informative failure of the first candidate. A failure with an HTTP status says more than one
     * without a response; of two alike the later one counts. The wait is that of the candidate's latest failure,
     * because the cooldown that it opened is in force.
     */
    Failure mostTelling() {
        var first = asked.keySet().iterator().next();
        var ofFirst = failures.stream()
                .filter(tried -> tried.candidate().target().equals(first))
                .toList();
        var best =
                ofFirst.stream().reduce(CallHistory::moreTelling).orElseThrow().failure();
        var wait = ofFirst.get(ofFirst.size() - 1).untilReady().or(best::retryAfter);
        return best.withRetryAfter(wait);
    }

    private static Tried moreTelling(Tried earlier, Tried later) {
        boolean laterSaysLess = earlier.failure().status().isPresent()
                && later.failure().status().isEmpty();
        boolean isMended = earlier.failure().kind() == FailureKind.UNREADABLE; // by the request that followed
        return laterSaysLess && !isMended ? earlier : later;
    }
}
