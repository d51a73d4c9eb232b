package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Makes one frame of each line and skips blank lines. */
final class JsonLinesFramer implements Framer {

    private final LineReader lines;

    JsonLinesFramer(int maxFrameSize) {
        this.lines = new LineReader(maxFrameSize);
    }

    @Override
    public List<Frame> feed(Buffer bytes) {
        var frames = new ArrayList<Frame>();
        lines.feed(bytes, line -> add(line, true, frames));
        return frames;
    }

    @Override
    public List<Frame> end() {
        var frames = new ArrayList<Frame>();
        lines.rest().ifPresent(line -> add(line, false, frames));
        return frames;
    }

    private static void add(String line, boolean closed, List<Frame> frames) {
        if (!line.isBlank()) {
            frames.add(new Frame("", line, closed));
        }
    }
}
