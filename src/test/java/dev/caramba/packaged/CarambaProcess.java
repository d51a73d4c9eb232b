package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged application in a process of its own, with an environment of the test's choosing and nothing else. */
final class CarambaProcess implements AutoCloseable {

    /** One attempt a call, and cooldowns that are over before the next call. */
    static final Map<String, String> UNFORGIVING_AND_FORGETFUL = Map.of(
            "CARAMBA_BALANCER_MAX_ATTEMPTS", "1",
            "CARAMBA_BALANCER_COOLDOWN", "1ms",
            "CARAMBA_BALANCER_MAX_COOLDOWN", "1ms",
            "CARAMBA_BALANCER_LONG_COOLDOWN", "1ms",
            "CARAMBA_BALANCER_MAX_LONG_COOLDOWN", "1ms",
            "CARAMBA_BALANCER_MAX_RETRY_AFTER", "1ms");

    /** As the container image starts it; a test that has arguments of its own is about the JVM. */
    private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread reader;

    private CarambaProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "caramba-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it; does not wait until it listens. A native executable takes the properties among the arguments, and has no
     * JVM that would take the others.
     */
    static CarambaProcess launch(Map<String, String> environment, String... jvmArguments) {
        return launchAt(0, environment, jvmArguments);
    }

    private static List<String> quick() {
        return Packaged.isNative()
                ? List.of()
                : Stream.concat(QUICK.stream(), Packaged.startUpCache().stream())
                        .toList();
    }

    /** Starts it where another one was before. */
    static CarambaProcess launchAt(int port, Map<String, String> environment, String... jvmArguments) {
        return launchWith(
                List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port), environment, jvmArguments);
    }

    /** Starts it at the port that the environment says. */
    static CarambaProcess launchAtOwnPort(Map<String, String> environment) {
        return launchWith(List.of(), environment);
    }

    private static CarambaProcess launchWith(
            List<String> settings, Map<String, String> environment, String... jvmArguments) {
        return launchIn(
                Packaged.folder(),
                environment,
                Packaged.server(jvmArguments.length == 0 ? quick() : List.of(jvmArguments), settings));
    }

    /** Starts one that was packaged otherwise. */
    static CarambaProcess launchIn(File folder, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new CarambaProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it listens. */
    static CarambaProcess start(Map<String, String> environment, String... jvmArguments) throws Exception {
        return launch(environment, jvmArguments).listening();
    }

    /** Waits until it listens. */
    CarambaProcess listening() throws Exception {
        port.get(120, TimeUnit.SECONDS);
        return this;
    }

    int port() {
        return port.join();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String key) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for its end, and for the last it printed; the exit code. */
    int awaitExit() throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        reader.join(TimeUnit.SECONDS.toMillis(60));
        return process.exitValue();
    }

    /** Asks it to end, as a platform does. */
    void terminate() {
        process.toHandle().destroy(); // that of the process itself closes what is read from it
    }

    /** Asks it to end, and waits until it has. */
    void stop() throws InterruptedException {
        terminate();
        awaitExit();
    }

    /** What it has printed so far. */
    List<String> output() {
        return List.copyOf(lines);
    }

    /** Waits until it has printed such a line: what it printed before an answer may be read here after the answer. */
    void awaitLine(Predicate<String> line) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        synchronized (lines) {
            while (lines.stream().noneMatch(line)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("not printed:\n" + String.join("\n", lines));
                }
                lines.wait(left);
            }
        }
    }

    /** Ends it as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once: nobody waits for what it would still do. */
    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
                var listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.parseInt(listening.group(1)));
                }
            }
        } catch (IOException e) {
            lines.add("output lost: " + e);
        }
        port.completeExceptionally(new IllegalStateException("ended before it listened:\n" + String.join("\n", lines)));
    }
}
