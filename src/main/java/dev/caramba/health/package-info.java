/**
 * The health of targets: leases, failures, cooldowns and probes. It decides which target may be asked now.
 *
 * <p>Open {@link dev.caramba.health.HealthStore} first. This package knows no provider, no strategy and no HTTP.
 */
package dev.caramba.health;
