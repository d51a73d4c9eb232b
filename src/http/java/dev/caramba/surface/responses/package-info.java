/**
 * OpenAI's Responses, in one piece or as a stream of named events. A request is read as a chat completion, so that every
 * provider can answer it; providers that have Responses themselves get it as it came.
 *
 * <p>Open {@link dev.caramba.surface.responses.ResponsesRoute} first.
 */
package dev.caramba.surface.responses;
