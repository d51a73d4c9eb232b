package dev.caramba.wire;

/**
 * One complete unit of a streamed body: an SSE event or a line of JSON.
 *
 * @param event the SSE event's name; empty when it has none
 * @param data the SSE event's data lines joined with line feeds, or the line
 * @param closed whether the end of the frame was seen; false for a frame that was still open when the body ended
 */
public record Frame(String event, String data, boolean closed) {}
