/**
 * The named entries of the configuration: providers and routes.
 *
 * <p>Open {@link dev.caramba.config.entry.ProviderEntries} first.
 */
package dev.caramba.config.entry;
