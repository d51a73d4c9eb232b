/**
 * Google's Gemini API.
 *
 * <p>Open {@link dev.caramba.dialect.google.GoogleDialect} first.
 */
package dev.caramba.dialect.google;
