/**
 * The one place that knows every vendor's dialect. Who adds a dialect adds a package and one line here.
 *
 * <p>Open {@link dev.caramba.dialect.registry.Dialects} first.
 */
package dev.caramba.dialect.registry;
