/**
 * Translators between the product's vocabulary and the providers' wire formats. Pure: bytes and JSON in, values out; no
 * sockets, no clock, no state beyond one body.
 *
 * <p>Open {@link dev.caramba.dialect.Dialect} first.
 */
package dev.caramba.dialect;
