package dev.caramba.health;

import java.time.Duration;

/**
 * When a target is left alone, and for how long.
 *
 * @param failureThreshold consecutive failures that open a cooldown
 * @param cooldown the first one; doubled with every failed probe
 * @param maxCooldown bounds the doubling
 * @param longCooldown after a failure that will not pass by itself within seconds; doubled likewise
 * @param maxLongCooldown bounds that doubling
 * @param maxRetryAfter bounds what a provider asks for
 * @param leaseTtl life of a lease that is not renewed
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
