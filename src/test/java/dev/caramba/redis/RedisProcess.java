package dev.caramba.redis;

import dev.caramba.testing.FixedPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real Redis server in a process of its own, on a port of its own; the binary comes with the build. */
public final class RedisProcess implements AutoCloseable {

    private static final String READY = "Ready to accept connections";

    private final int port = FixedPort.next();
    private final Path directory = newDirectory();
    private final List<String> command;
    private final String ready;
    private Process process;
    private Output output;

    public RedisProcess() {
        this(RedisBinary.REDIS_6);
    }

    /** @param settings as the server's command line takes them */
    public RedisProcess(RedisBinary binary, String... settings) {
        this(binary, READY, List.of("--save", ""), List.of(settings));
        start();
    }

    private RedisProcess(RedisBinary binary, String ready, List<String> defaults, List<String> settings) {
        this.ready = ready;
        command = new ArrayList<>(List.of(binary.path()));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
        command.addAll(List.of("--dir", directory.toString()));
        command.addAll(defaults);
        command.addAll(settings);
    }

    /** A sentinel that watches this master, and is alone in deciding. */
    public static RedisProcess sentinel(RedisBinary binary, String name, RedisProcess master) throws IOException {
        var sentinel = new RedisProcess(binary, "Sentinel ID is", List.of(), List.of("--sentinel"));
        var file = sentinel.directory.resolve("sentinel.conf");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "sentinel monitor " + name + " 127.0.0.1 " + master.port() + " 1",
                        "sentinel down-after-milliseconds " + name + " 500",
                        "sentinel failover-timeout " + name + " 5000",
                        ""));
        sentinel.command.add(1, file.toString());
        sentinel.start();
        return sentinel;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public Path directory() {
        return directory;
    }

    /** Starts it, with nothing in its memory, and waits until it can be reached. */
    public void start(String... more) {
        launch(more);
        await(ready);
    }

    /** Starts it, and does not wait. */
    public void launch(String... more) {
        var all = new ArrayList<>(command);
        all.addAll(List.of(more));
        try {
            process = new ProcessBuilder(all).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output = new Output(process);
        var reader = new Thread(output, "redis-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until it has printed this since it was started. */
    public void await(String part) {
        try {
            output.printed(part).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Redis on port " + port + " did not print: " + part + "\n" + output, e);
        }
    }

    /** Waits from now on for what it prints from now on. */
    public void forgetOutput() {
        output.forget();
    }

    public boolean hasPrinted(String part) {
        return output.printed(part).isDone();
    }

    /** Ends it as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Lets it hold its connections and answer nothing. */
    public void freeze() throws Exception {
        signal("STOP");
    }

    public void thaw() throws Exception {
        signal("CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static Path newDirectory() {
        try {
            var directory = Files.createTempDirectory("redis");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one run has printed, and who waits for what. */
    private static final class Output implements Runnable {

        private final Process process;
        private final List<String> lines = new ArrayList<>();
        private final Map<String, CompletableFuture<Void>> awaited = new LinkedHashMap<>();
        private boolean ended;

        Output(Process process) {
            this.process = process;
        }

        synchronized CompletableFuture<Void> printed(String part) {
            var printed = awaited.computeIfAbsent(part, ignored -> new CompletableFuture<>());
            if (lines.stream().anyMatch(line -> line.contains(part))) {
                printed.complete(null);
            } else if (ended) {
                printed.completeExceptionally(new IllegalStateException("ended"));
            }
            return printed;
        }

        synchronized void forget() {
            lines.clear();
            awaited.clear();
        }

        @Override
        public void run() {
            try (var reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    print(line);
                }
            } catch (IOException e) {
                print("output lost: " + e);
            }
            end();
        }

        private synchronized void print(String line) {
            lines.add(line);
            awaited.forEach((part, printed) -> {
                if (line.contains(part)) {
                    printed.complete(null);
                }
            });
        }

        private synchronized void end() {
            ended = true;
            awaited.values().forEach(printed -> printed.completeExceptionally(new IllegalStateException("ended")));
        }

        @Override
        public synchronized String toString() {
            return String.join("\n", lines);
        }
    }
}
