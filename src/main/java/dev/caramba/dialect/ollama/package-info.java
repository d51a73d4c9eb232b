/**
 * Ollama's own chat API.
 *
 * <p>Open {@link dev.caramba.dialect.ollama.OllamaDialect} first.
 */
package dev.caramba.dialect.ollama;
