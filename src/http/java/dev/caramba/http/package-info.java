/**
 * The HTTP side of every trigger: access, bodies, and errors.
 *
 * <p>Open {@link dev.caramba.http.HttpPipeline} first: it registers the handlers that run before and after all routes.
 */
package dev.caramba.http;
