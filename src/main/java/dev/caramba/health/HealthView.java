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

    /** Knows nothing. */
    public static final HealthView EMPTY = new HealthView(Instant.EPOCH, Map.of());

    /** The status of a target, unknown ones included. */
    public ProviderStatus of(Target target) {
        return statuses.getOrDefault(target, ProviderStatus.unknown(target));
    }

    /** Whether at most a limit or a probe under way keeps calls from the target: no cooldown, and no operator. */
    public boolean mayBeAsked(Target target) {
        return cooldownLeft(target).isZero() && of(target).state() != ProviderStatus.State.DISABLED;
    }

    /** How long the target's present cooldown still lasts; zero when it has none. */
    public Duration cooldownLeft(Target target) {
        return of(target)
                .cooldownUntil()
                .map(until -> Duration.between(now, until))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }
}
