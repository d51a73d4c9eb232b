/**
 * The endpoint that OpenAI's own SDKs can be pointed at: chat completions, whole and as a stream of server-sent events,
 * and models.
 *
 * <p>Open {@link dev.caramba.openai.ChatRoute} first.
 */
package dev.caramba.openai;
