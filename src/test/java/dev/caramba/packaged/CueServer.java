package dev.caramba.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where a script in another process gives its cues: a POST to a cue's name does it, and answers when it is done. */
final class CueServer implements AutoCloseable {

    /** What is done on a cue. */
    interface Cue {
        void run() throws Exception;
    }

    private final HttpServer server;
    private final Map<String, Cue> cues;

    CueServer(Map<String, Cue> cues) {
        this.cues = cues;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var failure = run(exchange.getRequestURI().getPath().substring(1)).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(failure.length == 0 ? 200 : 500, failure.length == 0 ? -1 : failure.length);
        exchange.getResponseBody().write(failure);
        exchange.close();
    }

    private String run(String name) {
        try {
            cues.get(name).run();
            return "";
        } catch (Exception e) {
            return name + ": " + e;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
