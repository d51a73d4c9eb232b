package dev.caramba.cache;

import java.time.Duration;

/** The store's reply to a call that looks for an answer. */
public sealed interface Lookup {

    /**
     * The answer is stored.
     *
     * @param age the time since it was stored
     */
    record Found(byte[] entry, Duration age) implements Lookup {}

    /**
     * The answer is not stored, and no other call asks for it. The caller gets the lease, and ends it by storing the
     * answer or by a release.
     */
    record Granted(CacheLease lease) implements Lookup {}

    /**
     * The answer is not stored, and another call asks for it.
     *
     * @param left the time until that call's lease ends, unless it is renewed
     */
    record Busy(Duration left) implements Lookup {}
}
