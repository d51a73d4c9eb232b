package dev.caramba.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Converts JSON to bytes and back; long texts are compressed. */
public final class CompressedJson {

    /** The shortest text that is compressed, in bytes; a shorter one hardly gets smaller. */
    static final int THRESHOLD = 1024;

    private static final byte GZIP = 0x1f;

    private CompressedJson() {}

    public static byte[] pack(String json) {
        var plain = json.getBytes(StandardCharsets.UTF_8);
        return plain.length < THRESHOLD ? plain : compressed(plain);
    }

    /** Returns the text; empty when {@link #pack} did not write the bytes. */
    public static Optional<String> unpack(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != GZIP) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] compressed(byte[] plain) {
        var out = new ByteArrayOutputStream(plain.length / 2);
        try (var gzip = new FastGzip(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Compresses at the highest speed, because a caller waits for it. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
