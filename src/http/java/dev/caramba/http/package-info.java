/**
 * The HTTP side of every trigger: who gets in, what a body may be, and how errors go out.
 *
 * <p>Open {@link dev.caramba.http.Entrance} first: it registers the handlers that stand before and behind all routes.
 */
package dev.caramba.http;
