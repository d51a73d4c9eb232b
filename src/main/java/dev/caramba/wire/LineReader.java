package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Cuts bytes into lines at LF, CR or CRLF. A buffer may end between CR and LF or inside a character. */
final class LineReader {

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxLineSize;
    private byte[] line = new byte[256];
    private int length;
    private boolean afterCr;
    private boolean first = true;

    LineReader(int maxLineSize) {
        this.maxLineSize = maxLineSize;
    }

    void feed(Buffer bytes, Consumer<String> lines) {
        var fresh = bytes.getBytes(); // every byte is looked at, and an array is read faster than a buffer
        int begin = 0;
        for (int i = 0; i < fresh.length; i++) {
            byte b = fresh[i];
            if (b != '\n' && b != '\r') {
                afterCr = false;
                continue;
            }
            if (afterCr && b == '\n') {
                afterCr = false;
                begin = i + 1;
                continue;
            }
            afterCr = b == '\r';
            append(fresh, begin, i);
            begin = i + 1;
            lines.accept(take());
        }
        append(fresh, begin, fresh.length);
    }

    /** Returns the text after the last line end, if any. */
    Optional<String> rest() {
        return length == 0 ? Optional.empty() : Optional.of(take());
    }

    private void append(byte[] bytes, int begin, int end) {
        int more = end - begin;
        if (more > maxLineSize - length) {
            throw new WireException(
                    WireException.Reason.MALFORMED, "a line of the response is longer than " + maxLineSize + " bytes");
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, (int) Math.min(Math.max(2L * line.length, length + more), maxLineSize));
        }
        System.arraycopy(bytes, begin, line, length, more);
        length += more;
    }

    private String take() {
        int start = first && startsWithBom() ? BOM.length : 0;
        first = false;
        var text = new String(line, start, length - start, StandardCharsets.UTF_8);
        length = 0;
        return text;
    }

    private boolean startsWithBom() {
        return length >= BOM.length && line[0] == BOM[0] && line[1] == BOM[1] && line[2] == BOM[2];
    }
}
