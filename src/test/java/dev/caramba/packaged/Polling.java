package dev.caramba.packaged;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Asks again and again, with nothing in between but the asking. */
final class Polling {

    private Polling() {}

    /** Until it is so, which it must be when it is asked after the limit, however late the answer is; how long it took. */
    static Duration until(Duration limit, Callable<Boolean> question) throws Exception {
        var began = System.nanoTime();
        for (long asked = began; !question.call(); asked = System.nanoTime()) {
            if (asked - began > limit.toNanos()) {
                throw new AssertionError("not so after " + limit);
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
