package dev.caramba.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server on raw sockets. It says of every connection that it stays open, answers the first request on it, and
 * closes it all the same.
 */
final class ClosingServer implements AutoCloseable {

    /** When a connection that has served a request is closed. */
    enum Closes {
        BEHIND_THE_ANSWER,
        AFTER_20_MS_OF_IDLENESS,
        WHEN_THE_NEXT_HEAD_ARRIVES,
        WHEN_THE_NEXT_BODY_HAS_ARRIVED,
        INSIDE_THE_HEAD_OF_THE_NEXT_ANSWER
    }

    static final Duration IDLENESS = Duration.ofMillis(20);

    private final Closes closes;
    private final ServerSocket listening;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();

    ClosingServer(Closes closes) {
        this.closes = closes;
        try {
            listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    /** How many requests have arrived whole. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                connections.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            do {
                answer(socket, request(in));
            } while (isAskedInTime(socket, in));
            if (closes == Closes.WHEN_THE_NEXT_HEAD_ARRIVES) {
                head(in);
            } else if (closes != Closes.BEHIND_THE_ANSWER && closes != Closes.AFTER_20_MS_OF_IDLENESS) {
                request(in);
            }
            if (closes == Closes.INSIDE_THE_HEAD_OF_THE_NEXT_ANSWER) {
                write(socket, "HTTP/1.1 200 OK\r\nContent-Ty");
            }
        } catch (IOException e) {
            // the client has closed it
        } finally {
            connections.remove(socket);
        }
    }

    private boolean isAskedInTime(Socket socket, InputStream in) throws IOException {
        if (closes != Closes.AFTER_20_MS_OF_IDLENESS) {
            return false;
        }
        try {
            socket.setSoTimeout((int) IDLENESS.toMillis());
            in.mark(1);
            int first = in.read();
            in.reset();
            socket.setSoTimeout(0);
            return first >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private String request(InputStream in) throws IOException {
        var head = head(in);
        int length = Integer.parseInt(head.replaceFirst("(?is).*content-length: *(\\d+).*", "$1"));
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        requests.incrementAndGet();
        return body;
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed by the client");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static void answer(Socket socket, String request) throws IOException {
        if (request.contains("\"stream\":true")) {
            write(
                    socket,
                    "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nContent-Type: text/event-stream\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
            for (var data : ModelAnswer.EVENTS) {
                var event = "data: " + data + "\n\n";
                write(socket, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
            write(socket, "0\r\n\r\n");
        } else {
            write(
                    socket,
                    "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + ModelAnswer.WHOLE.length() + "\r\n\r\n" + ModelAnswer.WHOLE);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void thread(Runnable task) {
        var thread = new Thread(task, "closing-server");
        thread.setDaemon(true);
        thread.start();
    }
}
