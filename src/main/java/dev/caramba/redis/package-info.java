/**
 * Plumbing of the stores that live in Redis: the client, scripts and their arguments, the breaker before a server that does
 * not answer, and the log of its outages.
 *
 * <p>Open {@link dev.caramba.redis.RedisVerbs} first. This package knows no store.
 */
package dev.caramba.redis;
