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

/**
 * What has happened in a call so far, as far as the next step depends on it. Who is left to be asked may be read on any
 * thread.
 */
final class CallHistory {

    /** One failed attempt, and how long its target's cooldown lasted from then on. */
    record Tried(Candidate candidate, Failure failure, Duration cooldownLeft, Instant at) {

        /** How long the target is to be left alone, where that is known: as it asked for, and until its cooldown ends. */
        Optional<Duration> untilReady() {
            return Stream.of(failure.retryAfter(), Optional.of(cooldownLeft).filter(left -> !left.isZero()))
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
        }
    }

    private final List<Tried> failures = new ArrayList<>();
    private final Map<Target, Integer> asked = Collections.synchronizedMap(new LinkedHashMap<>());
    private Optional<Duration> soonest = Optional.empty();
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

    /** The failure after which nobody else is asked, where there was one. */
    Optional<Failure> finalFailure() {
        return failures.stream()
                .map(Tried::failure)
                .filter(failure -> failure.kind().failover() == FailureKind.Failover.NEVER)
                .findFirst();
    }

    void askedAgain(Tried attempt) {
        retriedOnce = retriedOnce || attempt.failure().kind().retry() == FailureKind.Retry.ONCE;
    }

    /** Whether the one retry of failures that allow one only is used up. */
    boolean retriedOnce() {
        return retriedOnce;
    }

    /** None of these may be asked now. */
    void refused(Acquisition.Refused refusal, List<Candidate> wanted) {
        refused = true;
        soonest = Stream.of(soonest, refusal.retryAfter())
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

    /** Whether a fallback has been asked: then only the other fallbacks are left. */
    boolean atFallbacks() {
        return fallbacks;
    }

    int attempts() {
        return attempts;
    }

    /** How many attempts are under way. */
    int underWay() {
        return attempts - ended;
    }

    int attempts(Candidate candidate) {
        return asked.getOrDefault(candidate.target(), 0);
    }

    /** How many attempts asked a target again. */
    int retries() {
        return attempts - asked.size();
    }

    List<Tried> failures() {
        return failures;
    }

    /** Those that have not been asked, without the ones whose window is known to be too small for this call. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    final List<Candidate> untried(List<Candidate>... lists) {
        return Stream.of(lists)
                .flatMap(List::stream)
                .filter(candidate -> !asked.containsKey(candidate.target()))
                .filter(candidate -> candidate.contextWindow().orElse(Long.MAX_VALUE) > tooSmall)
                .toList();
    }

    /** Nobody was asked, because nobody may be asked now. */
    Failure refusal() {
        if (anyLimited && !anyElse) {
            return Failure.of(FailureKind.RATE_LIMITED, "every candidate is rate limited, none was asked")
                    .withRetryAfter(soonest);
        }
        var disabled = refused && soonest.isEmpty();
        return Failure.of(
                        FailureKind.NO_CANDIDATE,
                        disabled
                                ? "every candidate is disabled by an operator, none was asked"
                                : "every candidate is cooling down, full or disabled, none was asked")
                .withRetryAfter(soonest);
    }

    /**
     * The failure of the first candidate that says most: what a provider answered says more than that none was reached,
     * and of two such the later is the fresher. A wait that is known goes along: that of the candidate's latest failure,
     * since the cooldown that it opened is the one in force.
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
        return laterSaysLess ? earlier : later;
    }
}
