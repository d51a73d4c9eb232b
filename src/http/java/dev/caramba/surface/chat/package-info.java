/**
 * OpenAI's Chat Completions, in one piece or as a stream of server-sent events.
 *
 * <p>Open {@link dev.caramba.surface.chat.ChatRoute} first.
 */
package dev.caramba.surface.chat;
