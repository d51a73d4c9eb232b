/**
 * The endpoints for OpenAI's own SDKs: models, and chat completions in one piece or as a stream of server-sent events.
 *
 * <p>Open {@link dev.caramba.openai.ChatRoute} first.
 */
package dev.caramba.openai;
