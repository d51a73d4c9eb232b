package dev.caramba.quota;

import io.smallrye.mutiny.Uni;

/**
 * Counts what callers ask for. A window begins with the first call that it counts and ends after its length; then it
 * is empty. A call that is refused is not counted anywhere. Every verb is atomic.
 */
public interface QuotaStore {

    /** Counts a call where every limit has room for it. */
    Uni<QuotaDecision> take(QuotaRequest ask);

    /** A call that was granted is under way still; false when it was taken to be over. */
    Uni<Boolean> hold(QuotaDecision taken);

    /** A call that was granted came to nothing: it is counted nowhere. */
    Uni<Void> giveBack(QuotaDecision taken);

    /**
     * A call that was granted is over.
     *
     * @param tokens that it has used
     */
    Uni<Void> settle(QuotaDecision taken, long tokens);
}
