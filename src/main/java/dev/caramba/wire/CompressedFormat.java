package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.zip.Inflater;

/** What stands around the compressed data of a body. */
interface CompressedFormat {

    /**
     * Where the compressed data begins.
     *
     * @param length how many bytes stand before it
     * @param inflater reads the data
     */
    record Beginning(int length, Inflater inflater) {}

    /**
     * Returns where the data begins; empty while too few bytes have come to tell.
     *
     * @throws WireException when this is no body of the format
     */
    Optional<Beginning> beginning(Buffer bytes);

    /** Takes note of decompressed bytes. */
    void decompressed(byte[] bytes, int length);

    /** Returns whether bytes stand behind the data, by which it can be checked. */
    boolean hasTrailer();

    /**
     * Returns how many bytes stand behind the data; empty while too few of them have come.
     *
     * @throws WireException when they show that the data is damaged
     */
    Optional<Integer> trailer(Buffer bytes);

    /** Returns whether this byte behind the data begins another member. */
    boolean beginsAnother(byte next);

    /** Creates the exception for a body that is no body of its format. */
    static WireException damaged() {
        return new WireException(WireException.Reason.MALFORMED, "the compressed response is damaged");
    }
}
