package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells by its bytes what a body is, whatever its label says and whatever was asked for: an event stream, lines of JSON
 * or one document. A document becomes one {@link Frame#whole() whole} frame. A stream is cut as its bytes arrive, from
 * the first byte that tells it on.
 *
 * <p>White space and a byte order mark may come first. An event stream begins with one of its fields or a comment.
 * Lines of JSON begin with a JSON value that has a line of its own and is followed by another one. A blank line ends a
 * document of a dialect whose streams are event streams. A body that begins in no known way is what was asked for.
 */
public final class BodyFramer implements Framer {

    private static final List<String> FIELDS = List.of(":", "data:", "event:", "id:", "retry:");
    private static final String FIRST_OF_FIELDS = ":deir";
    private static final String BLANKS = " \t\r\n\u00ef\u00bb\u00bf";

    private enum State {
        BLANK,
        /** Too few bytes have come to tell. */
        UNKNOWN,
        /** A JSON value has begun. */
        VALUE,
        AFTER_VALUE,
        /** A document that lasts until the end of the body. */
        DOCUMENT,
        STREAM,
        /** The document has been given out. */
        ENDED
    }

    private final Framing framing;
    private final int maxFrameSize;
    private final boolean streamed;
    private final JsonExtent value = new JsonExtent();

    private Buffer bytes = Buffer.buffer();
    private State state = State.BLANK;
    private int start;
    private int next;
    private int lineEnds;
    private Optional<Framer> stream = Optional.empty();

    /**
     * @param framing the framing of the dialect's streams
     * @param maxFrameSize the most bytes that one frame of a stream may have
     * @param streamed whether a stream was asked for
     */
    public BodyFramer(Framing framing, int maxFrameSize, boolean streamed) {
        this.framing = framing;
        this.maxFrameSize = maxFrameSize;
        this.streamed = streamed;
    }

    /** Returns whether the body so far is JSON that may be a document. */
    public boolean inDocument() {
        return state == State.VALUE || state == State.AFTER_VALUE || state == State.DOCUMENT;
    }

    @Override
    public List<Frame> feed(Buffer more) {
        if (stream.isPresent() || state == State.ENDED) {
            return stream.map(framer -> framer.feed(more)).orElse(List.of());
        }
        bytes.appendBuffer(more);
        var fresh = more.getBytes(); // every byte is looked at, and an array is read faster than a buffer
        for (int i = 0; i < fresh.length && state != State.STREAM && state != State.ENDED; i++) {
            next++;
            state = after((char) (fresh[i] & 0xff));
        }
        if (stream.isPresent()) {
            return stream.get().feed(taken());
        }
        return state == State.ENDED ? List.of(document(start + value.length())) : List.of();
    }

    @Override
    public List<Frame> end() {
        var frames = new ArrayList<Frame>();
        if (state == State.BLANK || state == State.UNKNOWN) {
            state = unknown();
            stream.ifPresent(framer -> frames.addAll(framer.feed(taken())));
        }
        if (stream.isPresent()) {
            frames.addAll(stream.get().end());
        } else if (state != State.ENDED) {
            state = State.ENDED;
            frames.add(document(bytes.length()));
        }
        return frames;
    }

    private State after(char next) {
        return switch (state) {
            case BLANK -> begin(next);
            case UNKNOWN -> tell();
            case VALUE -> inValue(next);
            case AFTER_VALUE -> behindValue(next);
            case DOCUMENT, STREAM, ENDED -> state;
        };
    }

    private State begin(char first) {
        if (BLANKS.indexOf(first) >= 0) {
            start = next;
            return State.BLANK;
        }
        return first == '{' || first == '[' ? inValue(first) : tell();
    }

    private State tell() {
        var text = bytes.getString(start, next, "ISO-8859-1");
        if (FIELDS.stream().anyMatch(text::startsWith)) {
            return stream(framing == Framing.JSON_LINES ? Framing.SSE : framing);
        }
        return FIELDS.stream().anyMatch(field -> field.startsWith(text)) ? State.UNKNOWN : unknown();
    }

    private State unknown() {
        boolean markup = start < bytes.length() && bytes.getByte(start) == '<';
        return streamed && !markup ? stream(framing) : State.DOCUMENT;
    }

    private State inValue(char next) {
        if (!value.ends(next)) {
            return State.VALUE;
        }
        return streamed && framing == Framing.JSON_LINES && value.onOneLine()
                ? stream(Framing.JSON_LINES)
                : State.AFTER_VALUE;
    }

    private State behindValue(char next) {
        if (BLANKS.indexOf(next) >= 0) {
            lineEnds += next == '\n' ? 1 : 0;
            return lineEnds > 1 && framing != Framing.JSON_LINES ? State.ENDED : State.AFTER_VALUE;
        }
        if (lineEnds == 0) {
            return State.DOCUMENT;
        }
        if (next == '{' && value.onOneLine()) {
            return stream(Framing.JSON_LINES);
        }
        return FIRST_OF_FIELDS.indexOf(next) >= 0 ? State.ENDED : State.DOCUMENT;
    }

    private State stream(Framing told) {
        stream = Optional.of(told.framer(maxFrameSize));
        return State.STREAM;
    }

    private Frame document(int end) {
        var text = bytes.getString(start, end);
        taken();
        return new Frame("", text, true, true);
    }

    /** Returns the bytes so far from the first one that tells, which are needed no longer. */
    private Buffer taken() {
        var all = bytes.getBuffer(start, bytes.length());
        bytes = Buffer.buffer();
        return all;
    }
}
