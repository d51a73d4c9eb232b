package dev.caramba.health;

import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The health of one target. Instants are of the store's clock.
 *
 * @param inFlight the number of leases held now
 * @param failures the number of consecutive failures
 * @param cooldownUntil the end of the present cooldown, or of the time for which the provider accepts no more requests
 * @param lastError the kind and the message of the latest failure
 * @param latency the exponentially weighted moving average of the time to first token
 */
public record ProviderStatus(
        Target target,
        State state,
        int inFlight,
        Optional<Instant> lastUsed,
        int failures,
        Optional<Instant> cooldownUntil,
        Optional<String> lastError,
        Optional<Duration> latency) {

    /** The state of a target. */
    public enum State {
        HEALTHY,
        COOLDOWN,
        /** The cooldown is over, and one call finds out whether the target has recovered. */
        PROBING,
        /** An operator has disabled its provider. */
        DISABLED;

        /** Returns the name in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the status of a target that the store does not know. */
    public static ProviderStatus unknown(Target target) {
        return new ProviderStatus(
                target, State.HEALTHY, 0, Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns whether the target is not asked because of its provider's rate limit. That was its latest failure, or the
     * provider reported that no requests are left.
     */
    public boolean rateLimited() {
        var isNotAsked = state == State.COOLDOWN || state == State.PROBING;
        return isNotAsked
                && (failures == 0
                        || lastError.filter(ProviderStatus::isRateLimit).isPresent());
    }

    private static boolean isRateLimit(String error) {
        return error.startsWith(FailureKind.RATE_LIMITED.wireName() + ":");
    }

    /** Returns whether a call is under way. */
    public boolean occupied() {
        return inFlight > 0;
    }
}
