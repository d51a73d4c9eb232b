package dev.caramba.call;

import java.time.Duration;

/**
 * The limits of batches and events, and of calls with an idempotency key.
 *
 * @param share the share of the calls in flight that batches and events may use, above 0 and up to 1
 * @param concurrency how many prompts of one batch run at a time
 * @param maxPrompts how many prompts one batch may have
 * @param claim how long the claim on an idempotency key lasts unless it is renewed
 */
public record BatchSettings(double share, int concurrency, int maxPrompts, Duration claim) {}
