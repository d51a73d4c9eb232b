/**
 * Anthropic's Messages API.
 *
 * <p>Open {@link dev.caramba.dialect.anthropic.AnthropicDialect} first.
 */
package dev.caramba.dialect.anthropic;
