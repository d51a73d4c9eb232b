package dev.caramba.result;

import java.time.Duration;

/**
 * The lifetimes of claims and results.
 *
 * @param claim how long a claim lasts when it is not prolonged
 * @param result how long a result is stored
 */
public record ResultPolicy(Duration claim, Duration result) {}
