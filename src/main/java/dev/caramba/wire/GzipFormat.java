package dev.caramba.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/** The content coding {@code gzip}: one member of the format of RFC 1952. */
final class GzipFormat implements CompressedFormat {

    private static final int MAGIC = 0x1f8b;
    private static final int METHOD = 8;
    private static final int FIXED_HEAD = 10;
    private static final int TRAILER = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final CRC32 checksum = new CRC32();
    private long size;

    @Override
    public Optional<Beginning> beginning(Buffer bytes) {
        if (bytes.length() >= 2 && bytes.getUnsignedShort(0) != MAGIC
                || bytes.length() >= 3 && bytes.getByte(2) != METHOD) {
            throw CompressedFormat.damaged();
        }
        if (bytes.length() < FIXED_HEAD) {
            return Optional.empty();
        }
        int flags = bytes.getByte(3);
        int at = FIXED_HEAD;
        if ((flags & HAS_EXTRA) != 0) {
            at = bytes.length() < at + 2 ? Integer.MAX_VALUE : at + 2 + bytes.getUnsignedShortLE(at);
        }
        if ((flags & HAS_NAME) != 0) {
            at = afterText(bytes, at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = afterText(bytes, at);
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            at = at == Integer.MAX_VALUE ? at : at + 2;
        }
        return at <= bytes.length() ? Optional.of(new Beginning(at, new Inflater(true))) : Optional.empty();
    }

    @Override
    public void decompressed(byte[] bytes, int length) {
        checksum.update(bytes, 0, length);
        size += length;
    }

    @Override
    public boolean hasTrailer() {
        return true;
    }

    @Override
    public Optional<Integer> trailer(Buffer bytes) {
        if (bytes.length() < TRAILER) {
            return Optional.empty();
        }
        if (bytes.getUnsignedIntLE(0) != checksum.getValue() || bytes.getUnsignedIntLE(4) != (size & 0xffffffffL)) {
            throw CompressedFormat.damaged();
        }
        return Optional.of(TRAILER);
    }

    @Override
    public boolean beginsAnother(byte next) {
        return next == (byte) (MAGIC >> 8);
    }

    /** Returns the place behind a text that a zero byte ends; the largest number while the text has not ended. */
    private static int afterText(Buffer bytes, int from) {
        for (int i = from; i < bytes.length(); i++) {
            if (bytes.getByte(i) == 0) {
                return i + 1;
            }
        }
        return Integer.MAX_VALUE;
    }
}
