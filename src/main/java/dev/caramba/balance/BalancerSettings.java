package dev.caramba.balance;

import java.time.Duration;

/**
 * The limits of a call over all its attempts.
 *
 * @param maxAttempts the most requests that are sent to providers for one call
 * @param maxRetryWait the longest wait before the same target is asked again. It holds for interactive calls, and for
 *     every call while a fallback remains. Zero: a call never waits
 * @param maxRetryAfter the upper bound of the wait that is passed on to the caller
 * @param minBackoff the shortest first wait before asking the same target again, doubled with every retry
 * @param maxBackoff the longest first wait, doubled likewise
 * @param leaseTtl how long a lease lives without a renewal; it is renewed every third of this
 * @param hedgeBudget the share of calls that may be hedged, from 0 to 1
 * @param resume whether an answer that breaks after its first content is finished by another attempt
 * @param holdToolCalls whether a tool call is given out only when it is complete, so that a break inside one can still
 *     be continued
 */
public record BalancerSettings(
        int maxAttempts,
        Duration maxRetryWait,
        Duration maxRetryAfter,
        Duration minBackoff,
        Duration maxBackoff,
        Duration leaseTtl,
        double hedgeBudget,
        boolean resume,
        boolean holdToolCalls) {

    public static final BalancerSettings DEFAULT = new BalancerSettings(
            5,
            Duration.ofSeconds(3),
            Duration.ofMinutes(5),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            0.1,
            true,
            false);
}
