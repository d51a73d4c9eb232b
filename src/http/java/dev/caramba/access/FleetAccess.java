package dev.caramba.access;

import java.util.Optional;

/**
 * Access to the keys that the fleet shares, besides the configured ones.
 *
 * @param keys the shared keys; empty when the fleet shares none
 */
public record FleetAccess(Optional<SharedKeys> keys) {}
