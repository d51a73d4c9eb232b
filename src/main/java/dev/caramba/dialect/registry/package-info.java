/**
 * The registry of dialects: the only package that knows every vendor's. A new dialect needs a package of its own and
 * one line here.
 *
 * <p>Open {@link dev.caramba.dialect.registry.Dialects} first.
 */
package dev.caramba.dialect.registry;
