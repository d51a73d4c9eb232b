/**
 * What is known about targets, and who may ask them now: leases, failures, cooldowns, probes.
 *
 * <p>Open {@link dev.caramba.health.HealthStore} first. This package knows no provider, no strategy and no HTTP.
 */
package dev.caramba.health;
