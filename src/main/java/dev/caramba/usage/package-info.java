/**
 * The usage of calls: tokens and cost by caller, route, target and day, as the providers report them. It also enforces
 * the budgets of callers.
 *
 * <p>Open {@link dev.caramba.usage.UsageProvider} first. This package does not check who may read usage.
 */
package dev.caramba.usage;
