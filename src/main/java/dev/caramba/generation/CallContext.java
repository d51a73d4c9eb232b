package dev.caramba.generation;

/**
 * One caller's request on its way through the product.
 *
 * @param requestId the caller's id for it, or ours; safe to log and to send in a header
 * @param caller the name of the access key that was used, {@code anonymous} when access is open
 * @param deadline when it ends, over all attempts
 * @param trail what happened to it so far
 */
public record CallContext(String requestId, String caller, Deadline deadline, CallTrail trail) {}
