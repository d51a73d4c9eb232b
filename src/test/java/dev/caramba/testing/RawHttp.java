package dev.caramba.testing;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client that sees every byte and can leave at any time.
 *
 * <p>A server may answer and close while a long request is still on its way. What it says is read meanwhile, and a
 * request that is not taken to its end is no error: an answer that does not come is one.
 */
public final class RawHttp implements Closeable {

    /** How long the server may neither take nor give a byte when it is expected to. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private ByteBuffer unread = ByteBuffer.allocate(1 << 14).flip();
    private IOException notTaken;

    public RawHttp(int port) {
        this(port, 0);
    }

    /** @param receiveBuffer bytes that the operating system keeps for a reader who does not read */
    public RawHttp(int port, int receiveBuffer) {
        try {
            channel = SocketChannel.open();
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.connect(new InetSocketAddress("localhost", port));
            channel.configureBlocking(false);
            selector = Selector.open();
            key = channel.register(selector, 0);
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

    /** Sends this, or as much of it as the server takes. Reads only while the server takes no more for the moment. */
    public RawHttp send(String text) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            boolean open = true;
            for (channel.write(bytes); bytes.hasRemaining(); channel.write(bytes)) {
                await(open ? OP_WRITE | OP_READ : OP_WRITE);
                open = open && (!key.isReadable() || receive());
            }
        } catch (IOException e) {
            notTaken = e;
        }
        return this;
    }

    /** Everything up to and including this text. */
    public String readUntil(String end) {
        var read = new StringBuilder();
        try {
            while (read.indexOf(end, Math.max(0, read.length() - end.length())) < 0) {
                while (!unread.hasRemaining()) {
                    await(OP_READ);
                    if (!receive()) {
                        throw new AssertionError("ended early: " + read, notTaken);
                    }
                }
                read.append((char) (unread.get() & 0xff));
            }
        } catch (IOException e) {
            throw new AssertionError("after: " + read, e);
        }
        return read.toString();
    }

    /** So many bytes, or fewer when the other side ends the connection. */
    public String read(int bytes) {
        var read = new StringBuilder();
        try {
            while (read.length() < bytes) {
                while (!unread.hasRemaining()) {
                    await(OP_READ);
                    if (!receive()) {
                        return read.toString();
                    }
                }
                read.append((char) (unread.get() & 0xff));
            }
        } catch (IOException e) {
            throw new AssertionError("after: " + read, e);
        }
        return read.toString();
    }

    /** Whether nothing has come so far. */
    public boolean silent() {
        try {
            receive();
            return !unread.hasRemaining();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Leaves. */
    @Override
    public void close() {
        try {
            selector.close(); // first: while it watches the channel, that is only shut down
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void await(int events) throws IOException {
        key.interestOps(events);
        if (selector.select(key -> {}, LIMIT.toMillis()) == 0) {
            throw new IOException("the server was silent for " + LIMIT);
        }
    }

    /** Takes what has come; false when there will be no more. */
    private boolean receive() throws IOException {
        if (unread.remaining() == unread.capacity()) {
            unread = ByteBuffer.allocate(2 * unread.capacity()).put(unread).flip();
        }
        unread.compact();
        try {
            return channel.read(unread) >= 0;
        } finally {
            unread.flip();
        }
    }
}
