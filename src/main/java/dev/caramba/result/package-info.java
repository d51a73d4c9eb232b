/**
 * What was asked under a key, so that it is asked once: claims while it runs, results once it is done.
 *
 * <p>Open {@link dev.caramba.result.ResultStore} first. This package does not know what a result says.
 */
package dev.caramba.result;
