package dev.caramba.balance;

import dev.caramba.balance.CallHistory.Tried;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** The delay before a call asks the same target again. */
final class RetryDelay {

    private final BalancedCall call;

    RetryDelay(BalancedCall call) {
        this.call = call;
    }

    /**
     * Returns the delay. It is never shorter than the provider asked for, nor than the cooldown that the failure
     * opened.
     */
    Duration before(Tried tried) {
        var asked = tried.failure().retryAfter().orElse(Duration.ZERO);
        var left = max(asked, tried.cooldownLeft())
                .minus(Duration.between(tried.at(), call.balancing().clock().instant()));
        // one millisecond is added, because the store may count in whole milliseconds
        return max(backoff(), left.plusMillis(1));
    }

    /** Returns whether the wait is short enough to come before a fallback. */
    boolean isShort(Duration wait) {
        return fits(wait) && wait.compareTo(call.balancing().settings().maxRetryWait()) <= 0;
    }

    /**
     * Returns whether the call waits this long when no other candidate is left. A call that is not interactive waits
     * until its deadline.
     */
    boolean isSatOut(Duration wait) {
        return call.interactive() ? isShort(wait) : fits(wait);
    }

    /** Returns whether the wait ends before the deadline. */
    boolean fits(Duration wait) {
        return wait.compareTo(call.remaining()) < 0;
    }

    /** Runs the step after the wait. */
    <T> Uni<T> then(Duration wait, Supplier<Uni<T>> step) {
        return Uni.createFrom()
                .nullItem()
                .onItem()
                .delayIt()
                .onExecutor(call.balancing().timer())
                .by(wait)
                .flatMap(ignored -> step.get());
    }

    private Duration backoff() {
        var settings = call.balancing().settings();
        double min = settings.minBackoff().toNanos();
        double span = settings.maxBackoff().toNanos() - min;
        double first = min + span * call.balancing().random().getAsDouble();
        return Duration.ofNanos((long) (first * Math.pow(2, call.history().retries())));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
