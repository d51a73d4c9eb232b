/**
 * The balancer: a provider made of many. It decides which target is asked, which one is asked next, and when to stop.
 *
 * <p>Open {@link dev.caramba.balance.BalancedProvider} first. This package knows no wire, no configuration and no HTTP;
 * its clock and its timers are given to it.
 */
package dev.caramba.balance;
