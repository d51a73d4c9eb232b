/**
 * Hugging Face: the chat router and the classic text generation API.
 *
 * <p>Open {@link dev.caramba.dialect.huggingface.HuggingFaceDialect} first.
 */
package dev.caramba.dialect.huggingface;
