/**
 * Cohere's chat API.
 *
 * <p>Open {@link dev.caramba.dialect.cohere.CohereDialect} first.
 */
package dev.caramba.dialect.cohere;
