package dev.caramba.generation;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One caller's request on its way through the product.
 *
 * @param requestId the caller's id for it, or ours; safe to log and to send in a header
 * @param caller who makes it
 * @param deadline when it ends, over all attempts
 * @param trail what happened to it so far
 * @param share how much of what may be under way at a time it may use, above 0 and up to 1; less than 1 leaves room for
 *     calls that somebody waits for
 * @param interactive whether somebody waits for the answer; else it may wait for a target as long as it has time
 * @param caching what it says of answers that are kept
 * @param trace where it stands in a trace: the caller's, from the entrance on; in an attempt what its provider is told
 * @param alone in an attempt: whether nobody else can be asked instead, so that a slow answer is better than none and
 *     only the patient limits hold; may change while the attempt is under way, and is asked on any thread
 */
public record CallContext(
        String requestId,
        Caller caller,
        Deadline deadline,
        CallTrail trail,
        double share,
        boolean interactive,
        Caching caching,
        Optional<TraceContext> trace,
        BooleanSupplier alone) {

    /** A call at its entrance. */
    public CallContext(
            String requestId,
            Caller caller,
            Deadline deadline,
            CallTrail trail,
            double share,
            boolean interactive,
            Caching caching,
            Optional<TraceContext> trace) {
        this(requestId, caller, deadline, trail, share, interactive, caching, trace, () -> true);
    }

    /** A call that somebody waits for. */
    public CallContext(
            String requestId,
            Caller caller,
            Deadline deadline,
            CallTrail trail,
            double share,
            Caching caching,
            Optional<TraceContext> trace) {
        this(requestId, caller, deadline, trail, share, true, caching, trace);
    }

    /** The same, as part of no trace. */
    public CallContext(
            String requestId, Caller caller, Deadline deadline, CallTrail trail, double share, Caching caching) {
        this(requestId, caller, deadline, trail, share, caching, Optional.empty());
    }

    /** A call that may do and use everything. */
    public CallContext(String requestId, String caller, Deadline deadline, CallTrail trail) {
        this(requestId, Caller.named(caller), deadline, trail, 1, Caching.UNSAID);
    }

    /** The same call at another place of a trace. */
    public CallContext at(Optional<TraceContext> place) {
        return trace.equals(place) ? this : with(place, alone);
    }

    /** The call as the provider of one of its attempts is given it. */
    public CallContext inAttempt(Optional<TraceContext> place, BooleanSupplier isAlone) {
        return with(place, isAlone);
    }

    private CallContext with(Optional<TraceContext> place, BooleanSupplier isAlone) {
        return new CallContext(requestId, caller, deadline, trail, share, interactive, caching, place, isAlone);
    }

    /** Its share of a limit, at least 1. */
    public int shareOf(int limit) {
        return share == 1 || limit == Integer.MAX_VALUE ? limit : Math.max(1, (int) (limit * share));
    }
}
