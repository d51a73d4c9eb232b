/**
 * The page for operators at {@code /status}: static files without data. The browser reads the data from
 * {@code /providers}, with the key that the operator enters.
 *
 * <p>Open {@link dev.caramba.status.StatusRoutes} first. The page itself is in the resources, under {@code status}.
 */
package dev.caramba.status;
