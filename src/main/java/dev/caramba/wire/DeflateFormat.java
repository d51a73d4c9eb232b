package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.zip.Inflater;

/**
 * The content coding {@code deflate}: RFC 9110 says that it is the zlib format (RFC 1950), but many servers send bare
 * deflate data (RFC 1951). The first two bytes tell: zlib's name the method 8 and are a multiple of 31.
 */
final class DeflateFormat implements CompressedFormat {

    private static final int METHOD = 8;

    @Override
    public Optional<Beginning> beginning(Buffer bytes) {
        if (bytes.length() < 2) {
            return Optional.empty();
        }
        int head = bytes.getUnsignedShort(0);
        boolean zlib = (head >> 8 & 0x0f) == METHOD && head % 31 == 0;
        return Optional.of(new Beginning(0, new Inflater(!zlib)));
    }

    @Override
    public void decompressed(byte[] bytes, int length) {}

    @Override
    public boolean hasTrailer() {
        return false;
    }

    @Override
    public Optional<Integer> trailer(Buffer bytes) {
        return Optional.of(0);
    }

    @Override
    public boolean beginsAnother(byte next) {
        return false;
    }
}
