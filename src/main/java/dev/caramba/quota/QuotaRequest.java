package dev.caramba.quota;

import dev.caramba.generation.Quota;

/**
 * A request to begin a call under its caller's limits.
 *
 * @param caller the caller's name
 * @param id the unique id of the call
 * @param quota the caller's limits
 * @param tokens the estimated tokens of the call, at most the smallest token limit
 */
public record QuotaRequest(String caller, String id, Quota quota, long tokens) {

    /** Returns whether the end of the call must be settled in the store. */
    boolean lasts() {
        return quota.maxInFlight().isPresent() || countsTokens();
    }

    private boolean countsTokens() {
        return quota.tokensPerMinute().isPresent() || quota.tokensPerDay().isPresent();
    }
}
