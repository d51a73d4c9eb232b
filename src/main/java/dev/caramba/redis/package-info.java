/**
 * What all stores in Redis share: the client, the scripts and their arguments, the circuit breaker for a server that
 * does not answer, and the log of its outages.
 *
 * <p>Open {@link dev.caramba.redis.RedisVerbs} first. This package depends on no store.
 */
package dev.caramba.redis;
