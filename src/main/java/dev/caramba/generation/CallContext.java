package dev.caramba.generation;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The context of one call: who makes it, until when, and what has happened to it.
 *
 * @param requestId the id that the caller gave the call, or a generated one; safe to log and to send in a header
 * @param caller who makes the call
 * @param deadline when the call ends, over all attempts
 * @param trail what has happened to the call so far
 * @param share the share of each in-flight limit that the call may use, above 0 and up to 1; a share below 1 leaves
 *     room for interactive calls
 * @param interactive whether somebody waits for the answer; a call that is not interactive may wait for a target until
 *     its deadline
 * @param caching the call's cache settings
 * @param trace the trace context: at the entrance the caller's, in an attempt the one that is sent to the provider
 * @param alone in an attempt: whether no other candidate can be asked instead. Then a slow answer is better than none,
 *     and only the longer timeouts apply. The value may change during the attempt, and any thread may read it
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

    /** Creates the context of a call at its entrance. */
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

    /** Creates the context of an interactive call. */
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

    /** Creates the context of an interactive call without a trace. */
    public CallContext(
            String requestId, Caller caller, Deadline deadline, CallTrail trail, double share, Caching caching) {
        this(requestId, caller, deadline, trail, share, caching, Optional.empty());
    }

    /** Creates the context of a call with every right and no cache settings. */
    public CallContext(String requestId, String caller, Deadline deadline, CallTrail trail) {
        this(requestId, Caller.named(caller), deadline, trail, 1, Caching.UNSAID);
    }

    /** Returns the same call with another trace context. */
    public CallContext at(Optional<TraceContext> place) {
        return trace.equals(place) ? this : with(place, alone);
    }

    /** Returns the call as the provider of one attempt receives it. */
    public CallContext inAttempt(Optional<TraceContext> place, BooleanSupplier isAlone) {
        return with(place, isAlone);
    }

    private CallContext with(Optional<TraceContext> place, BooleanSupplier isAlone) {
        return new CallContext(requestId, caller, deadline, trail, share, interactive, caching, place, isAlone);
    }

    /** Returns the call's share of a limit, at least 1. */
    public int shareOf(int limit) {
        return share == 1 || limit == Integer.MAX_VALUE ? limit : Math.max(1, (int) (limit * share));
    }
}
