package dev.caramba.call;

import java.time.Duration;

/**
 * What is configured for prompts that nobody waits for, and for those that are run once.
 *
 * @param share of what may be under way at a time that they use, above 0 and up to 1
 * @param concurrency prompts of one batch that are run at a time
 * @param maxPrompts in one batch
 * @param claim how long the claim on a prompt lasts when nobody prolongs it
 */
public record BatchSettings(double share, int concurrency, int maxPrompts, Duration claim) {}
