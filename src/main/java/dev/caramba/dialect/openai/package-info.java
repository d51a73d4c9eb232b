/**
 * OpenAI's Chat Completions and the servers that have adopted them.
 *
 * <p>Open {@link dev.caramba.dialect.openai.OpenAiDialect} first.
 */
package dev.caramba.dialect.openai;
