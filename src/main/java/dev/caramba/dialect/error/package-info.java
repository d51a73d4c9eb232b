/**
 * What providers' errors mean, and how long they ask callers to wait, as far as most vendors share it.
 *
 * <p>Open {@link dev.caramba.dialect.error.CommonErrors} first. A vendor's own wordings are in the vendor's package.
 */
package dev.caramba.dialect.error;
