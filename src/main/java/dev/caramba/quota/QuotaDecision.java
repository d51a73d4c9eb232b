package dev.caramba.quota;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What became of an {@link QuotaRequest}.
 *
 * @param refusal empty when the call may begin
 * @param now the store's clock, in ms
 * @param inFlight calls of the caller under way, where they are limited
 * @param counts of each {@link QuotaWindow}, in their order
 * @param shared whether the whole fleet counts it
 */
public record QuotaDecision(
        QuotaRequest ask, Optional<Refusal> refusal, long now, int inFlight, List<Count> counts, boolean shared) {

    /** When a slot will be free is not known: a guess to come back after. */
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    /**
     * One window.
     *
     * @param ends in ms of the store's clock; 0 while it has not begun
     */
    public record Count(long used, long ends) {}

    /**
     * A call that may not begin.
     *
     * @param window that is full for the longest time; empty where too many calls are under way
     * @param retryAfter how long until it is worth another try
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

    /** How long until the window is empty again. */
    Duration left(QuotaWindow window) {
        return Duration.ofMillis(Math.max(0, count(window).ends() - now));
    }

    /** The same without the call. */
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

    /** The same, counted by this instance alone. */
    QuotaDecision alone() {
        return new QuotaDecision(ask, refusal, now, inFlight, counts, false);
    }
}
