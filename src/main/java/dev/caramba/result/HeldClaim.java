package dev.caramba.result;

/**
 * A claim as its holder knows it.
 *
 * @param body a digest of what is asked
 * @param owner the holder's name, used for nothing else
 */
public record HeldClaim(IdempotencyKey key, String body, String owner) {}
