/**
 * Runs prompts for which nobody waits one by one: batches, events and queues; and sends their results on.
 *
 * <p>Open {@link dev.caramba.batch.BatchRunner} first.
 */
package dev.caramba.batch;
