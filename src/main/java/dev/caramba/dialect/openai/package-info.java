/**
 * OpenAI's chat completions and the servers that took them over.
 *
 * <p>Open {@link dev.caramba.dialect.openai.OpenAiDialect} first.
 */
package dev.caramba.dialect.openai;
