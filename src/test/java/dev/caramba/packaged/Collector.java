package dev.caramba.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes OTLP over HTTP. One that is not willing refuses the first export, and says in its refusal what it was sent. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final Queue<String> exports = new ConcurrentLinkedQueue<>();
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private final List<ExportedSpan> spans = new ArrayList<>();
    private final CountDownLatch refused;
    private final CountDownLatch taken = new CountDownLatch(1);

    Collector() throws IOException {
        this(1);
    }

    private Collector(int refusals) throws IOException {
        refused = new CountDownLatch(refusals);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** One that takes all exports. */
    static Collector willing() throws IOException {
        return new Collector(0);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The bodies, each byte a character: what is text in them can be read. */
    List<String> exports() {
        return List.copyOf(exports);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    boolean awaitRefusal() throws InterruptedException {
        return refused.await(60, TimeUnit.SECONDS);
    }

    boolean awaitExport() throws InterruptedException {
        return taken.await(60, TimeUnit.SECONDS);
    }

    /** The spans of a trace by their ids, once there are so many. */
    synchronized Map<String, ExportedSpan> awaitSpans(String trace, int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        var found = of(trace);
        while (found.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("only " + found + " of " + spans.size());
            }
            wait(left);
            found = of(trace);
        }
        return found;
    }

    private Map<String, ExportedSpan> of(String trace) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace))
                .collect(Collectors.toMap(ExportedSpan::id, span -> span));
    }

    private synchronized void took(byte[] export) {
        spans.addAll(ExportedSpan.of(export));
        notifyAll();
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var authorization = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
        authorizations.add(authorization);
        exports.add(new String(unzipped(body), StandardCharsets.ISO_8859_1));
        if (refused.getCount() > 0) {
            answer(exchange, 401, status("wrong: " + authorization));
            refused.countDown();
        } else {
            took(unzipped(body));
            answer(exchange, 200, new byte[0]);
            taken.countDown();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Field 2 of google.rpc.Status. */
    private static byte[] status(String message) {
        var text = message.getBytes(StandardCharsets.UTF_8);
        var bytes = new byte[text.length + 2];
        bytes[0] = 0x12;
        bytes[1] = (byte) text.length;
        System.arraycopy(text, 0, bytes, 2, text.length);
        return bytes;
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
