package dev.caramba.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses a body write by write, as a server does that flushes each of them. */
final class GzipBody {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;

    GzipBody() {
        try {
            gzip = new GZIPOutputStream(bytes, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Step step(Step step) {
        if (!(step instanceof Step.Write write)) {
            return step;
        }
        try {
            gzip.write(write.bytes());
            gzip.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Step.Write(taken());
    }

    byte[] trailer() {
        try {
            gzip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return taken();
    }

    private byte[] taken() {
        var taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
