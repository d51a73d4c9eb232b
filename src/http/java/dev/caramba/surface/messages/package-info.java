/**
 * Anthropic's Messages API, for its SDKs and Claude Code.
 *
 * <p>Open {@link dev.caramba.surface.messages.MessagesRoute} first.
 */
package dev.caramba.surface.messages;
