package dev.caramba.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy over raw sockets that tunnels by CONNECT and forwards requests with absolute addresses. Whatever host it is
 * asked for, it connects to the port on the own machine.
 */
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Optional<String> authorization;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param authorization what {@code proxy-authorization} must be, if anything */
    ConnectProxy(Optional<String> authorization) {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.authorization = authorization;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The request line and the fields of each connection's first request. */
    List<String> heads() {
        return heads;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (true) {
            var socket = server.accept();
            sockets.add(socket);
            start(() -> serve(socket));
        }
    }

    private void serve(Socket client) throws IOException {
        var head = head(client.getInputStream());
        heads.add(head);
        if (authorization.isPresent()
                && !head.toLowerCase()
                        .contains("proxy-authorization: " + authorization.get().toLowerCase())) {
            client.getOutputStream()
                    .write("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n".getBytes());
            client.close();
            return;
        }
        boolean tunnel = head.startsWith("CONNECT ");
        var target = tunnel ? head.split(" ")[1] : head.split("/")[2];
        var server = new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)));
        sockets.add(server);
        if (tunnel) {
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes());
        } else {
            server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        start(() -> pipe(server.getInputStream(), client.getOutputStream()));
        pipe(client.getInputStream(), server.getOutputStream());
    }

    private static void pipe(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ignored) {
                // The test has closed a socket.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
