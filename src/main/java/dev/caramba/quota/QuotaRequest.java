package dev.caramba.quota;

import dev.caramba.generation.Quota;

/**
 * A call that wants to begin.
 *
 * @param caller by name
 * @param id of the call, like no other
 * @param quota the caller's
 * @param tokens that the call is thought to need, no more than are allowed at all
 */
public record QuotaRequest(String caller, String id, Quota quota, long tokens) {

    /** Whether its end has to be told. */
    boolean lasts() {
        return quota.maxInFlight().isPresent() || countsTokens();
    }

    private boolean countsTokens() {
        return quota.tokensPerMinute().isPresent() || quota.tokensPerDay().isPresent();
    }
}
