package dev.caramba.real;

import dev.caramba.format.Json;
import dev.caramba.testing.FixedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * llama.cpp's HTTP server with a model, in a process of its own on a port of the loopback. It can be killed and started
 * again where it was.
 *
 * <pre>{@code
 * try (var server = RealServer.start(RealModel.TINY)) {
 *     server.post("/v1/chat/completions", "{…}");
 *     server.kill();
 *     server.launch().awaitReady();
 * }
 * }</pre>
 */
public final class RealServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int SLOTS = 4;

    private final RealModel model;
    private final int pingSeconds;
    private final int port;
    private final Path log;
    private Process process;

    /** What it answered. */
    public record Reply(int status, String body) {}

    private RealServer(RealModel model, int pingSeconds) {
        this.model = model;
        this.pingSeconds = pingSeconds;
        this.port = FixedPort.next();
        this.log = model.written().resolveSibling("server-" + port + ".log");
    }

    /** Not launched yet; its port is known. */
    public static RealServer prepare(RealModel model) {
        return new RealServer(model, 30);
    }

    /** One that serves, with a comment after every 30 seconds of silence in a stream: the server's own default. */
    public static RealServer start(RealModel model) throws Exception {
        return prepare(model).launch().awaitReady();
    }

    /** One that serves, with a comment after so many seconds of silence. */
    public static RealServer start(RealModel model, int pingSeconds) throws Exception {
        return new RealServer(model, pingSeconds).launch().awaitReady();
    }

    /** Starts the process; does not wait until it has loaded the model. */
    public RealServer launch() throws IOException {
        var arguments = List.of(
                model.written().toString(),
                Integer.toString(port),
                "--slots=" + SLOTS,
                "--context=" + SLOTS * model.context(),
                "--ping=" + pingSeconds);
        process = new ProcessBuilder(PythonEnvironment.command("serve.py", arguments))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return this;
    }

    /** Waits until it serves, which it says in its only line of output. */
    public RealServer awaitReady() throws Exception {
        var said = CompletableFuture.supplyAsync(this::firstLine).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!address().equals(said)) {
            throw new AssertionError("the model server said " + said + ":\n" + Files.readString(log));
        }
        return this;
    }

    /** Waits until it listens; it loads its model then, for a moment or a second. */
    public RealServer awaitListening() {
        long ends = System.nanoTime() + LIMIT.toNanos();
        while (!listens()) {
            if (System.nanoTime() > ends) {
                throw new AssertionError("the model server does not listen");
            }
        }
        return this;
    }

    /** How many answers it is working on. */
    public long busySlots() throws IOException {
        var slots = Json.parse(get("/slots").body()).orElseThrow();
        return StreamSupport.stream(slots.spliterator(), false)
                .filter(slot -> slot.path("is_processing").asBoolean())
                .count();
    }

    /** Ends it in the middle of whatever it does: SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The base URL as OpenAI's SDK takes it. */
    public String baseUrl() {
        return address() + "/v1";
    }

    /** {@code http://127.0.0.1:<port>}. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    public RealModel model() {
        return model;
    }

    /** Asks it directly, on a connection for this request alone. */
    public Reply post(String path, String json) throws IOException {
        var connection = open(path);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (var body = connection.getOutputStream()) {
            body.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return reply(connection);
    }

    /** Asks it directly, on a connection for this request alone. */
    public Reply get(String path) throws IOException {
        return reply(open(path));
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            kill();
        }
        Files.deleteIfExists(log);
    }

    private String firstLine() {
        try {
            return process.inputReader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try {
            get("/health");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        var connection =
                (HttpURLConnection) URI.create(address() + path).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setReadTimeout((int) LIMIT.toMillis());
        return connection;
    }

    private static Reply reply(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
