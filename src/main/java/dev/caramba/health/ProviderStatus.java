package dev.caramba.health;

import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The health of one target. Instants are the store's.
 *
 * @param inFlight leases that are held now
 * @param failures consecutive failures
 * @param cooldownUntil the end of the present cooldown, or of the time without requests left that the provider told
 * @param lastError of the latest failure, kind and message
 * @param latency time to first token, exponentially weighted moving average
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

    /** Where a target stands. */
    public enum State {
        HEALTHY,
        COOLDOWN,
        /** The cooldown is over; one call finds out whether the target has recovered. */
        PROBING,
        /** Its provider is taken out by hand. */
        DISABLED;

        /** The name in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A target that nothing is known of. */
    public static ProviderStatus unknown(Target target) {
        return new ProviderStatus(
                target, State.HEALTHY, 0, Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Whether it is left alone because its provider limits how often it is asked: that was its latest failure, or it was
     * told that no requests are left.
     */
    public boolean rateLimited() {
        var leftAlone = state == State.COOLDOWN || state == State.PROBING;
        return leftAlone
                && (failures == 0
                        || lastError.filter(ProviderStatus::tellsRateLimit).isPresent());
    }

    private static boolean tellsRateLimit(String error) {
        return error.startsWith(FailureKind.RATE_LIMITED.wireName() + ":");
    }

    /** Whether a call is under way. */
    public boolean occupied() {
        return inFlight > 0;
    }
}
