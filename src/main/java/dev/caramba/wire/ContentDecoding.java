package dev.caramba.wire;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Undoes the compression of one body, piece by piece. Requests ask for bodies that are not compressed, but some servers
 * and proxies compress all the same. Gzip is told by its first byte, which neither JSON nor an event stream begins with,
 * and not by the label: proxies leave out the label of a gzip body, or leave it on a body that they have decoded.
 */
final class ContentDecoding {

    private static final int GZIP = 0x1f;

    private final String coding;
    private final int maxSize;
    private Optional<Inflation> inflation = Optional.empty();
    private boolean begun;

    private ContentDecoding(String coding, int maxSize) {
        this.coding = coding;
        this.maxSize = maxSize;
    }

    /**
     * Returns the bytes of a body without their compression. The stream fails with a {@link WireException}: of reason
     * {@code MALFORMED} when the bytes cannot be decoded or are more than {@code maxSize}, of reason {@code NETWORK}
     * when they end early.
     */
    static Multi<Buffer> decoded(Multi<Buffer> body, WireHeaders headers, int maxSize) {
        var decoding =
                new ContentDecoding(last(headers.first("content-encoding").orElse("")), maxSize);
        return body.map(decoding::feed).onCompletion().continueWith(decoding::end);
    }

    private static String last(String codings) {
        return codings.substring(codings.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
    }

    private Buffer feed(Buffer bytes) {
        if (!begun && bytes.length() > 0) {
            begun = true;
            inflation = inflation(bytes.getByte(0) & 0xff);
        }
        return inflation.map(open -> open.feed(bytes)).orElse(bytes);
    }

    private List<Buffer> end() {
        inflation.ifPresent(Inflation::end);
        return List.of();
    }

    private Optional<Inflation> inflation(int first) {
        if (first == GZIP) {
            return Optional.of(new Inflation(GzipFormat::new, maxSize));
        }
        if (coding.equals("deflate")) {
            return Optional.of(new Inflation(DeflateFormat::new, maxSize));
        }
        if (coding.isEmpty() || coding.equals("identity") || isText(first)) {
            return Optional.empty();
        }
        throw new WireException(
                WireException.Reason.MALFORMED, "the response is compressed in a way that was not asked for");
    }

    /** Returns whether text may begin with this byte: a printable one, white space or the first of a byte order mark. */
    private static boolean isText(int first) {
        return first >= ' ' && first < 0x7f || first == '\n' || first == '\r' || first == '\t' || first == 0xef;
    }
}
