package dev.caramba.result;

import java.time.Duration;

/**
 * How long things are remembered.
 *
 * @param claim how long a claim lasts that nobody prolongs
 * @param result how long a result is kept
 */
public record ResultPolicy(Duration claim, Duration result) {}
