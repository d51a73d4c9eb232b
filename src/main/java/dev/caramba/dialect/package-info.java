/**
 * Translates between the product's own types and the providers' wire formats. Dialects are pure: they turn bytes and
 * JSON into values. They use no sockets and no clock, and keep no state beyond one body.
 *
 * <p>Open {@link dev.caramba.dialect.Dialect} first.
 */
package dev.caramba.dialect;
