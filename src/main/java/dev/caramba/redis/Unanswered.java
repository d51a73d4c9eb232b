package dev.caramba.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts the requests that have no reply yet. */
final class Unanswered {

    private int count;

    /**
     * Returns the same reply, which counts until it is there. Whoever waits for the reply gets it first, so that what
     * it sends next is counted before this is not any more.
     */
    <T> Future<T> counting(Future<T> reply) {
        add(1);
        var passedOn = Promise.<T>promise();
        reply.onComplete(result -> {
            passedOn.handle(result);
            add(-1);
        });
        return passedOn.future();
    }

    /** Waits until none is left, and no longer than this; returns whether none is. */
    synchronized boolean awaitNone(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toNanos(); count > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return count == 0;
    }

    private synchronized void add(int change) {
        count += change;
        if (count == 0) {
            notifyAll();
        }
    }
}
