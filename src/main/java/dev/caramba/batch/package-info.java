/**
 * Runs prompts for which no caller waits, from batches, events and queues, and delivers their results.
 *
 * <p>Open {@link dev.caramba.batch.BatchRunner} first.
 */
package dev.caramba.batch;
