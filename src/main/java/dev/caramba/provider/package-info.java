/**
 * Providers over HTTP: one class that speaks any dialect over the wire.
 *
 * <p>Open {@link dev.caramba.provider.HttpProvider} first. This package knows nothing of balancing or configuration.
 */
package dev.caramba.provider;
