package dev.caramba.health;

import java.time.Duration;

/**
 * The rules for cooldowns and leases.
 *
 * @param failureThreshold consecutive failures that open a cooldown
 * @param cooldown the length of the first cooldown; it doubles with every failed probe
 * @param maxCooldown the upper bound of that doubling
 * @param longCooldown the length of the first cooldown after a failure whose cause will not pass within seconds; it
 *     doubles likewise
 * @param maxLongCooldown the upper bound of that doubling
 * @param maxRetryAfter the upper bound of a wait that a provider asks for
 * @param leaseTtl how long a lease lives without a renewal
 */
public record HealthPolicy(
        int failureThreshold,
        Duration cooldown,
        Duration maxCooldown,
        Duration longCooldown,
        Duration maxLongCooldown,
        Duration maxRetryAfter,
        Duration leaseTtl) {

    public static final HealthPolicy DEFAULT = new HealthPolicy(
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30));
}
