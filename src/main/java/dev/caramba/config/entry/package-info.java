/**
 * The entries of the configuration that have names: providers and routes.
 *
 * <p>Open {@link dev.caramba.config.entry.ProviderEntries} first.
 */
package dev.caramba.config.entry;
