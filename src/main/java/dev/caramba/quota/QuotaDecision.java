package dev.caramba.quota;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The store's decision on a {@link QuotaRequest}.
 *
 * @param refusal why the call may not begin; empty when it may
 * @param now the store's clock, in ms
 * @param inFlight the caller's calls under way; 0 where they are not limited
 * @param counts the count of each {@link QuotaWindow}, in their order
 * @param shared whether the shared store made the decision
 */
public record QuotaDecision(
        QuotaRequest ask, Optional<Refusal> refusal, long now, int inFlight, List<Count> counts, boolean shared) {

    /** The wait when all slots are taken. It is a guess, because it is not known when one will be free. */
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    /**
     * The count of one window.
     *
     * @param ends when the window ends, in ms of the store's clock; 0 while it has not begun
     */
    public record Count(long used, long ends) {}

    /**
     * The reason why a call may not begin.
     *
     * @param window the window that is full for the longest time; empty where too many calls are under way
     * @param retryAfter how long the caller should wait before the next try
     */
    public record Refusal(Optional<QuotaWindow> window, Duration retryAfter) {

        static final Refusal IN_FLIGHT = new Refusal(Optional.empty(), A_SECOND);
    }

    boolean granted() {
        return refusal.isEmpty();
    }

    Count count(QuotaWindow window) {
        return counts.get(window.ordinal());
    }

    /** Returns the time until the window is empty again. */
    Duration left(QuotaWindow window) {
        return Duration.ofMillis(Math.max(0, count(window).ends() - now));
    }

    /** Returns the same decision with the call taken out of its counts. */
    QuotaDecision undone() {
        var left = Arrays.stream(QuotaWindow.values())
                .map(window -> window.limitOf(ask.quota()).isPresent()
                        ? new Count(
                                Math.max(0, count(window).used() - window.need(ask)),
                                count(window).ends())
                        : count(window))
                .toList();
        return new QuotaDecision(ask, refusal, now, inFlight, left, shared);
    }

    /** Returns the same decision, marked as one of the local store. */
    QuotaDecision alone() {
        return new QuotaDecision(ask, refusal, now, inFlight, counts, false);
    }
}
