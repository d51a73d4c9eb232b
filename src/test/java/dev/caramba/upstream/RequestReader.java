package dev.caramba.upstream;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads HTTP/1.1 requests from a connection. */
final class RequestReader {

    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = in;
    }

    /** The head of the next request; empty when the client closed the connection between two requests. */
    Optional<Received> head() throws IOException {
        var requestLine = line();
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        var words = requestLine.get().split(" ");
        return Optional.of(new Received(0, 0, words[0], words[1], headers(), new byte[0]));
    }

    /** The request with this head, not yet numbered. */
    Received whole(Received head) throws IOException {
        return new Received(0, 0, head.method(), head.path(), head.headers(), body(head.headers()));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new LinkedHashMap<String, String>();
        for (var line = neededLine(); !line.isEmpty(); line = neededLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        return "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? chunks()
                : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(exactly(size));
            neededLine();
        }
        neededLine();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(neededLine(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the request was cut");
        }
        return bytes;
    }

    private String neededLine() throws IOException {
        return line().orElseThrow(() -> new EOFException("the request was cut"));
    }

    private Optional<String> line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return Optional.empty();
            }
            line.write(b);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }
}
