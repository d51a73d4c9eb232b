package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The health of some targets at one instant of the store's clock.
 *
 * @param statuses by target
 */
public record HealthView(Instant now, Map<Target, ProviderStatus> statuses) {

    /** A view without any target. */
    public static final HealthView EMPTY = new HealthView(Instant.EPOCH, Map.of());

    /** Returns the status of a target; a target that is not in the view gets the status of an unknown one. */
    public ProviderStatus of(Target target) {
        return statuses.getOrDefault(target, ProviderStatus.unknown(target));
    }

    /**
     * Returns whether the target is neither cooling down nor disabled. A limit or a probe under way may still keep
     * calls from it.
     */
    public boolean mayBeAsked(Target target) {
        return cooldownLeft(target).isZero() && of(target).state() != ProviderStatus.State.DISABLED;
    }

    /** Returns the rest of the target's present cooldown; zero when it has none. */
    public Duration cooldownLeft(Target target) {
        return of(target)
                .cooldownUntil()
                .map(until -> Duration.between(now, until))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }
}
