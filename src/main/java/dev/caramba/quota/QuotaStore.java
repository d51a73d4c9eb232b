package dev.caramba.quota;

import io.smallrye.mutiny.Uni;

/**
 * Counts the requests and tokens of callers in windows of time. A window begins with the first call that it counts and
 * ends after its length; then it is empty. A refused call is not counted. Every verb is atomic.
 */
public interface QuotaStore {

    /** Counts a call if every limit has room for it. */
    Uni<QuotaDecision> take(QuotaRequest ask);

    /** Prolongs a granted call that is still under way; false when it had expired. */
    Uni<Boolean> hold(QuotaDecision taken);

    /** Takes a granted call back, so that no window counts it. */
    Uni<Void> giveBack(QuotaDecision taken);

    /**
     * Ends a granted call.
     *
     * @param tokens the tokens that the call has used
     */
    Uni<Void> settle(QuotaDecision taken, long tokens);
}
