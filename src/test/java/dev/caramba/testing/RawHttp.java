package dev.caramba.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sees every byte and can leave at any time. */
public final class RawHttp implements Closeable {

    private final Socket socket = new Socket();
    private final InputStream in;

    public RawHttp(int port) {
        this(port, 0);
    }

    /** @param receiveBuffer bytes that the operating system keeps for a reader who does not read */
    public RawHttp(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("localhost", port));
            socket.setSoTimeout(10_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a POST with a JSON body. */
    public RawHttp post(String path, String json, String... headers) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Content-Type: application/json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head + "\r\n" + json);
    }

    public RawHttp send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything up to and including this text. */
    public String readUntil(String end) {
        var read = new StringBuilder();
        try {
            while (read.indexOf(end, Math.max(0, read.length() - end.length())) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError("ended early: " + read);
                }
                read.append((char) next);
            }
        } catch (IOException e) {
            throw new AssertionError("after: " + read, e);
        }
        return read.toString();
    }

    /** Whether nothing has come so far. */
    public boolean silent() {
        try {
            return in.available() == 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Leaves. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
