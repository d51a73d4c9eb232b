/**
 * The answer cache: the stage before the balancer that gives out stored answers, and its stores. Calls that ask the
 * same at a time share one request to a provider.
 *
 * <p>Open {@link dev.caramba.cache.CachedProvider} first. This package does not know which provider is asked for an
 * answer, nor how.
 */
package dev.caramba.cache;
