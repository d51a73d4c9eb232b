package dev.caramba.status;

import dev.caramba.format.Sha256;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A file of the status page.
 *
 * @param etag the quoted hash of the content
 */
record StatusFile(Buffer content, String type, String etag) {

    /** Half of a SHA-256 is enough to distinguish two contents. */
    private static final int ETAG_BYTES = 16;

    /** Reads the file from the resources of this artifact. */
    static StatusFile read(String name) {
        try (var in = Objects.requireNonNull(StatusFile.class.getResourceAsStream("/status/" + name), name)) {
            var bytes = in.readAllBytes();
            return new StatusFile(Buffer.buffer(bytes), typeOf(name), '"' + hash(bytes) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, ETAG_BYTES);
    }
}
