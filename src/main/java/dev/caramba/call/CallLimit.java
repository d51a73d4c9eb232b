package dev.caramba.call;

import dev.caramba.generation.CallContext;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls in flight in this instance, and limits their number. */
public final class CallLimit {

    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();

    public CallLimit(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** Takes a slot, which {@link #leave} returns. Returns false when no slot is free for this call. */
    boolean enter(CallContext call) {
        if (inFlight.incrementAndGet() <= call.shareOf(maxInFlight)) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    /** Returns whether a new call would be refused. */
    public boolean full() {
        return inFlight.get() >= maxInFlight;
    }
}
