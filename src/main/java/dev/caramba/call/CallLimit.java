package dev.caramba.call;

import dev.caramba.generation.CallContext;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls this instance takes at a time, and how many it has. */
public final class CallLimit {

    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();

    public CallLimit(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** Takes a slot, to be given back by {@link #leave}; false when none is free for this call. */
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

    /** Whether a call that begins now would be refused. */
    public boolean full() {
        return inFlight.get() >= maxInFlight;
    }
}
