/**
 * The composition: everything is put together here, from the settings.
 *
 * <p>Open {@link dev.caramba.app.Composition} first. No other package depends on it.
 */
package dev.caramba.app;
