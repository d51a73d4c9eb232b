/**
 * Composes the product from its settings.
 *
 * <p>Open {@link dev.caramba.app.Composition} first. No other package depends on it.
 */
package dev.caramba.app;
