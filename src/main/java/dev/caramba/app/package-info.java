/**
 * The configuration and the composition: what is set is read and checked here, and everything is put together from it.
 *
 * <p>Open {@link dev.caramba.app.Composition} first. Nobody uses this package.
 */
package dev.caramba.app;
