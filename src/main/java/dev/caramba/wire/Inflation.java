package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses one body as its bytes arrive. What a server has flushed is given out at once. A body may have several
 * compressed members, one behind the other. Other bytes behind a member are ignored.
 */
final class Inflation {

    /** No body of a model server has a longer head. */
    private static final int MAX_HEAD = 64 << 10;

    private static final int PIECE = 8 << 10;

    private enum State {
        HEAD,
        DATA,
        TRAILER,
        BETWEEN,
        ENDED
    }

    private final Supplier<CompressedFormat> formats;
    private final int maxSize;
    private final byte[] piece = new byte[PIECE];
    private CompressedFormat format;
    /**
     * A cancelled body's inflater is left to the garbage collector, since the cancellation may come while another
     * thread reads.
     */
    private Inflater inflater;

    private Buffer waiting = Buffer.buffer();
    private State state = State.HEAD;
    private long size;

    Inflation(Supplier<CompressedFormat> formats, int maxSize) {
        this.formats = formats;
        this.maxSize = maxSize;
        this.format = formats.get();
    }

    /**
     * Returns the bytes that these bytes decompress to, which may be none.
     *
     * @throws WireException when the bytes are damaged, or decompress to too many
     */
    Buffer feed(Buffer bytes) {
        var decompressed = Buffer.buffer();
        waiting.appendBuffer(bytes);
        var before = State.ENDED;
        while (before != state && waiting.length() > 0) {
            before = state;
            state = switch (state) {
                case HEAD -> head();
                case DATA -> data(decompressed);
                case TRAILER -> trailer();
                case BETWEEN -> between();
                case ENDED -> ended();
            };
        }
        return decompressed;
    }

    /** @throws WireException when the body has ended too early */
    void end() {
        if (state != State.BETWEEN && state != State.ENDED) {
            throw new WireException(
                    WireException.Reason.NETWORK, "the compressed response ended before it was complete");
        }
    }

    private State head() {
        var beginning = format.beginning(waiting);
        if (beginning.isEmpty() && waiting.length() > MAX_HEAD) {
            throw CompressedFormat.damaged();
        }
        beginning.ifPresent(known -> {
            inflater = known.inflater();
            drop(known.length());
        });
        return beginning.isPresent() ? State.DATA : State.HEAD;
    }

    private State data(Buffer decompressed) {
        inflater.setInput(waiting.getBytes());
        try {
            int read = inflater.inflate(piece);
            while (read > 0) {
                take(read, decompressed);
                read = inflater.inflate(piece);
            }
        } catch (DataFormatException e) {
            throw CompressedFormat.damaged();
        }
        if (inflater.needsDictionary()) {
            throw CompressedFormat.damaged();
        }
        boolean finished = inflater.finished();
        drop(waiting.length() - inflater.getRemaining());
        if (finished) {
            inflater.end();
        }
        return finished ? format.hasTrailer() ? State.TRAILER : State.BETWEEN : State.DATA;
    }

    private void take(int read, Buffer decompressed) {
        size += read;
        if (size > maxSize) {
            throw new WireException(
                    WireException.Reason.MALFORMED, "the decompressed response is longer than " + maxSize + " bytes");
        }
        format.decompressed(piece, read);
        decompressed.appendBytes(piece, 0, read);
    }

    private State trailer() {
        var length = format.trailer(waiting);
        length.ifPresent(this::drop);
        return length.isPresent() ? State.BETWEEN : State.TRAILER;
    }

    private State between() {
        boolean another = format.beginsAnother(waiting.getByte(0));
        format = another ? formats.get() : format;
        return another ? State.HEAD : State.ENDED;
    }

    private State ended() {
        waiting = Buffer.buffer();
        return State.ENDED;
    }

    private void drop(int bytes) {
        waiting = waiting.getBuffer(bytes, waiting.length());
    }
}
