package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events by the WHATWG rules (HTML standard, section "Interpreting an event stream"). It skips
 * comments, unknown fields, {@code id}, {@code retry} and events without data.
 *
 * <p>On request, a JSON document outside an event is a frame of its own. It begins with a line that begins with a brace
 * or a bracket, and ends at the next blank line.
 */
final class SseFramer implements Framer {

    private final int maxFrameSize;
    private final boolean bareJson;
    private final LineReader lines;
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private boolean hasData;
    private boolean inBareJson;

    SseFramer(int maxFrameSize) {
        this(maxFrameSize, false);
    }

    SseFramer(int maxFrameSize, boolean bareJson) {
        this.maxFrameSize = maxFrameSize;
        this.bareJson = bareJson;
        this.lines = new LineReader(maxFrameSize);
    }

    @Override
    public List<Frame> feed(Buffer bytes) {
        var frames = new ArrayList<Frame>();
        lines.feed(bytes, line -> read(line, frames));
        return frames;
    }

    @Override
    public List<Frame> end() {
        var frames = new ArrayList<Frame>();
        lines.rest().ifPresent(line -> read(line, frames));
        dispatch(frames, false);
        return frames;
    }

    private void read(String line, List<Frame> frames) {
        if (line.isEmpty()) {
            dispatch(frames, true);
            return;
        }
        if (inBareJson || beginsBareJson(line)) {
            readBare(line, frames);
            return;
        }
        int colon = line.indexOf(':');
        var field = colon < 0 ? line : line.substring(0, colon);
        if (field.equals("data")) {
            append(valueOf(line, colon));
        } else if (field.equals("event")) {
            event = valueOf(line, colon);
        }
    }

    private boolean beginsBareJson(String line) {
        return bareJson && (line.startsWith("{") || line.startsWith("["));
    }

    private void readBare(String line, List<Frame> frames) {
        if (!inBareJson) {
            dispatch(frames, true); // an event that no blank line closed
            inBareJson = true;
        }
        append(line);
    }

    private void append(String value) {
        if ((long) data.length() + value.length() >= maxFrameSize) {
            throw new WireException(
                    WireException.Reason.MALFORMED,
                    "an event of the response is longer than " + maxFrameSize + " bytes");
        }
        if (hasData) {
            data.append('\n');
        }
        data.append(value);
        hasData = true;
    }

    private static String valueOf(String line, int colon) {
        if (colon < 0) {
            return "";
        }
        int start = line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
        return line.substring(start);
    }

    private void dispatch(List<Frame> frames, boolean closed) {
        if (hasData) {
            frames.add(new Frame(event, data.toString(), closed));
        }
        data.setLength(0);
        hasData = false;
        inBareJson = false;
        event = "";
    }
}
