package dev.caramba.result;

/**
 * A claim as its holder presents it to the store.
 *
 * @param body a digest of the request
 * @param owner the holder's unique name
 */
public record HeldClaim(IdempotencyKey key, String body, String owner) {}
