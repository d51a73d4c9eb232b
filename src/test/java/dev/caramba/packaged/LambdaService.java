package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caramba.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lambda as a function's runtime sees it (the Runtime API of 2018-06-01): gives out invocations, takes what comes of them. */
final class LambdaService implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String INVOCATION = ROOT + "invocation/";

    /** What came of an invocation. */
    record Reply(boolean failed, JsonNode body, String text, Duration left) {}

    private record Invocation(String id, String event, Instant deadline, CompletableFuture<Reply> reply) {}

    private final HttpServer server;
    private final BlockingQueue<Invocation> queue = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> underWay = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final CompletableFuture<String> initError = new CompletableFuture<>();

    LambdaService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "lambda-service");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext(ROOT, this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Has the function invoked, which may take this long; the id is one that the reply's log lines have. */
    CompletableFuture<Reply> invoke(String event, Duration timeout) {
        var invocation = new Invocation(
                UUID.randomUUID().toString(), event, Instant.now().plus(timeout), new CompletableFuture<>());
        queue.add(invocation);
        return invocation.reply();
    }

    /** Waits until a function that is set up with {@code snap-start} is ready to be copied. */
    void awaitSnapshot() throws Exception {
        ready.get(60, TimeUnit.SECONDS);
    }

    /** The copy begins to run. */
    void restore() {
        restored.complete(null);
    }

    /** The function reported that it cannot start: what it says. */
    String awaitInitError() throws Exception {
        return initError.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals(INVOCATION + "next")) {
                giveOut(exchange);
            } else if (path.equals(ROOT + "restore/next")) {
                ready.complete(null);
                restored.join();
                exchange.sendResponseHeaders(200, -1);
            } else if (path.equals(ROOT + "init/error")) {
                initError.complete(body);
                exchange.sendResponseHeaders(202, -1);
            } else {
                take(path.substring(INVOCATION.length()).split("/"), body);
                exchange.sendResponseHeaders(202, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveOut(HttpExchange exchange) throws IOException, InterruptedException {
        var invocation = queue.take();
        underWay.put(invocation.id(), invocation);
        var headers = exchange.getResponseHeaders();
        headers.set("content-type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                String.valueOf(invocation.deadline().toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:caramba");
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        var event = invocation.event().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void take(String[] idAndKind, String body) {
        var invocation = underWay.remove(idAndKind[0]);
        invocation
                .reply()
                .complete(new Reply(
                        idAndKind[1].equals("error"),
                        Json.parse(body).orElseGet(Json::object),
                        body,
                        Duration.between(Instant.now(), invocation.deadline())));
    }
}
