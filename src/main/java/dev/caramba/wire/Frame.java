package dev.caramba.wire;

/**
 * One complete unit of a body: an SSE event, a line of JSON, or a body that is no stream.
 *
 * @param event the SSE event's name; empty when it has none
 * @param data the SSE event's data lines joined with line feeds, the line, or the body
 * @param closed whether the end of the frame was seen; false for a frame that was still open when the body ended
 * @param whole whether the frame is a body that is no stream
 */
public record Frame(String event, String data, boolean closed, boolean whole) {

    /** Creates a frame of a stream. */
    public Frame(String event, String data, boolean closed) {
        this(event, data, closed, false);
    }
}
