package dev.caramba.balance;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What has happened in a call so far, as far as the next step depends on it. */
final class CallHistory {

    /** One failed attempt, and how long its target's cooldown lasted from then on. */
    record Tried(Candidate candidate, Failure failure, Duration cooldownLeft, Instant at) {}

    private final List<Tried> failures = new ArrayList<>();
    private final Map<Target, Integer> asked = new LinkedHashMap<>();
    private Optional<Duration> soonest = Optional.empty();
    private boolean refused;
    private boolean fallbacks;
    private boolean retriedOnce;
    private int attempts;
    private long tooSmall;

    void began(Candidate candidate) {
        attempts++;
        asked.merge(candidate.target(), 1, Integer::sum);
    }

    void failed(Tried attempt) {
        failures.add(attempt);
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

    /** @param retryAfter empty when all that were wanted are disabled */
    void refused(Optional<Duration> retryAfter) {
        refused = true;
        soonest = Stream.of(soonest, retryAfter).flatMap(Optional::stream).min(Comparator.naturalOrder());
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
    final List<Candidate> untried(List<Candidate>... lists) {
        return Stream.of(lists)
                .flatMap(List::stream)
                .filter(candidate -> !asked.containsKey(candidate.target()))
                .filter(candidate -> candidate.contextWindow().orElse(Long.MAX_VALUE) > tooSmall)
                .toList();
    }

    /** Nobody was asked, because nobody may be asked now. */
    Failure refusal() {
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
     * and of two such the later is the fresher. A wait that is known goes along.
     */
    Failure mostTelling() {
        var first = asked.keySet().iterator().next();
        var best = failures.stream()
                .filter(tried -> tried.candidate().target().equals(first))
                .reduce(CallHistory::moreTelling)
                .orElseThrow();
        var failure = best.failure();
        var wait =
                failure.retryAfter().or(() -> Optional.of(best.cooldownLeft()).filter(left -> !left.isZero()));
        return failure.withRetryAfter(wait);
    }

    private static Tried moreTelling(Tried earlier, Tried later) {
        boolean laterSaysLess = earlier.failure().status().isPresent()
                && later.failure().status().isEmpty();
        return laterSaysLess ? earlier : later;
    }
}
