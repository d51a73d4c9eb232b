/**
 * Makes a call once for its key, however often it is asked for.
 *
 * <p>Open {@link dev.caramba.idempotency.KeyedCalls} first. What is remembered is in {@link dev.caramba.result.ResultStore}.
 */
package dev.caramba.idempotency;
