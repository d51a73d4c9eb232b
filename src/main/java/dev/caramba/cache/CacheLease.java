package dev.caramba.cache;

/**
 * The right to ask a provider for an answer that is not stored, while other callers wait for it.
 *
 * @param key the key of the answer
 * @param owner the unique name of the holder
 */
public record CacheLease(String key, String owner) {}
