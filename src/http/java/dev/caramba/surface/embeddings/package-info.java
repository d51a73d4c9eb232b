/**
 * Vectors as OpenAI's embeddings have them.
 *
 * <p>Open {@link dev.caramba.surface.embeddings.EmbeddingsRoute} first.
 */
package dev.caramba.surface.embeddings;
