/**
 * Makes a call once for its idempotency key, however often it is requested.
 *
 * <p>Open {@link dev.caramba.idempotency.IdempotentCalls} first. The store is {@link dev.caramba.result.ResultStore}.
 */
package dev.caramba.idempotency;
