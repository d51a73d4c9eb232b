/**
 * What an operator sees: metrics, one log line per call, and health checks. These are stages around the balancer and
 * the store, which observe and change nothing.
 *
 * <p>Open {@link dev.caramba.observe.ObservedProvider} first.
 */
package dev.caramba.observe;
