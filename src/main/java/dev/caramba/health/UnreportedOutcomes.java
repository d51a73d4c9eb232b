package dev.caramba.health;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The outcomes that the shared store has not received, in their order. When there are too many, only the latest are
 * kept.
 */
final class UnreportedOutcomes {

    private static final int CAPACITY = 1024;

    private final HealthPolicy policy;
    private final Deque<Entry> entries = new ArrayDeque<>();

    UnreportedOutcomes(HealthPolicy policy) {
        this.policy = policy;
    }

    synchronized void add(Lease lease, AttemptOutcome outcome, Instant at) {
        if (entries.size() == CAPACITY) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(lease, outcome, at));
    }

    /** Turns the outcomes of a provider that was reset into ignored ones, so that they only release their leases. */
    synchronized void reset(String provider) {
        var kept = entries.stream()
                .map(entry -> entry.of(provider) ? entry.asIgnored() : entry)
                .toList();
        entries.clear();
        entries.addAll(kept);
    }

    /** Puts back outcomes that could not be reported, before those that were added since. */
    synchronized void putBack(List<Entry> unreported) {
        for (int i = unreported.size() - 1; i >= 0 && entries.size() < CAPACITY; i--) {
            entries.addFirst(unreported.get(i));
        }
    }

    /** Removes and returns all outcomes, each adjusted to the present time. */
    synchronized List<Entry> take(Instant now) {
        var taken = new ArrayList<Entry>(entries.size());
        entries.forEach(entry ->
                taken.add(new Entry(entry.lease(), aged(entry.outcome(), Duration.between(entry.at(), now)), now)));
        entries.clear();
        return taken;
    }

    /**
     * Shortens the waits by the outcome's age. A failure whose cooldown would be over by now becomes an ignored
     * outcome.
     */
    private AttemptOutcome aged(AttemptOutcome outcome, Duration age) {
        if (outcome instanceof AttemptOutcome.Success success) {
            return new AttemptOutcome.Success(success.timeToFirstToken(), left(success.exhaustedFor(), age));
        }
        return outcome instanceof AttemptOutcome.Failed failed ? aged(failed.failure(), age) : outcome;
    }

    private AttemptOutcome aged(Failure failure, Duration age) {
        var isLong = failure.kind().effect() == Effect.LONG_COOLDOWN;
        var longest = failure.retryAfter()
                .filter(asked -> !isLong)
                .orElse(isLong ? policy.maxLongCooldown() : policy.maxCooldown());
        return left(longest, age).isZero()
                ? new AttemptOutcome.Ignored()
                : new AttemptOutcome.Failed(
                        failure.withRetryAfter(failure.retryAfter().map(asked -> left(asked, age))));
    }

    private static Duration left(Duration wait, Duration age) {
        var left = wait.minus(age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The outcome of a lease, and when it became known. */
    record Entry(Lease lease, AttemptOutcome outcome, Instant at) {

        private boolean of(String provider) {
            return lease.target().provider().equals(provider);
        }

        private Entry asIgnored() {
            return new Entry(lease, new AttemptOutcome.Ignored(), at);
        }
    }
}
