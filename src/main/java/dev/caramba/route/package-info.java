/**
 * Who may answer for a model name: what the configured providers offer, the routes over them, and the table that turns a
 * request's {@code model} into candidates.
 *
 * <p>Open {@link dev.caramba.route.ModelResolver} first. This package knows no configuration source, no wire and no
 * health.
 */
package dev.caramba.route;
