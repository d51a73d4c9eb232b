package dev.caramba.health;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Outcomes that the shared memory has not heard of, in their order. Of very many the latest are kept. */
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

    /** What was learned of a provider before it was reset is no news; leases are still to be given back. */
    synchronized void reset(String provider) {
        var kept = entries.stream()
                .map(entry -> entry.of(provider) ? entry.withoutNews() : entry)
                .toList();
        entries.clear();
        entries.addAll(kept);
    }

    /** What was taken and could not be told stands before what was learned since. */
    synchronized void putBack(List<Entry> untold) {
        for (int i = untold.size() - 1; i >= 0 && entries.size() < CAPACITY; i--) {
            entries.addFirst(untold.get(i));
        }
    }

    /** Takes all of them, each as it is to be told now. */
    synchronized List<Entry> take(Instant now) {
        var taken = new ArrayList<Entry>(entries.size());
        entries.forEach(entry ->
                taken.add(new Entry(entry.lease(), aged(entry.outcome(), Duration.between(entry.at(), now)), now)));
        entries.clear();
        return taken;
    }

    /** Waits have grown shorter, and a failure whose cooldown would be over by now is no news. */
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

    /** The outcome of a lease, and when it was known. */
    record Entry(Lease lease, AttemptOutcome outcome, Instant at) {

        private boolean of(String provider) {
            return lease.target().provider().equals(provider);
        }

        private Entry withoutNews() {
            return new Entry(lease, new AttemptOutcome.Ignored(), at);
        }
    }
}
