/**
 * What errors of providers mean, and how long they ask to be left alone: what most vendors share.
 *
 * <p>Open {@link dev.caramba.dialect.error.CommonErrors} first. A vendor's own wordings are in the vendor's package.
 */
package dev.caramba.dialect.error;
