/**
 * What an operator sees: metrics, one log line per call, health checks. Stages around the balancer and the store; they
 * watch and change nothing.
 *
 * <p>Open {@link dev.caramba.observe.ObservedProvider} first.
 */
package dev.caramba.observe;
