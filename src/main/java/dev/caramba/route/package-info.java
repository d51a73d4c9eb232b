/**
 * The resolution of model names: the offers of the configured providers, the routes over them, and the resolver that
 * turns a request's {@code model} into candidates.
 *
 * <p>Open {@link dev.caramba.route.ModelResolver} first. This package knows no configuration source, no wire and no
 * health.
 */
package dev.caramba.route;
