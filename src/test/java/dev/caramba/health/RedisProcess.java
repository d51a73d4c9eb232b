package dev.caramba.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server in a process of its own, on a port of its own; the binary comes with the build. */
public final class RedisProcess implements AutoCloseable {

    private static final int ATTEMPTS = 200;

    private final int port;
    private Process process;

    public RedisProcess() {
        port = freePort();
        start();
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, with nothing in its memory, and waits until it can be reached. */
    public void start() {
        try {
            var log = Files.createTempFile("redis", ".log");
            log.toFile().deleteOnExit();
            var binary = ExecutableProvider.newJarResourceProvider().get();
            process = new ProcessBuilder(List.of(
                            binary.getAbsolutePath(),
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(port),
                            "--save",
                            "",
                            "--dir",
                            log.getParent().toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitPort();
    }

    /** Ends it as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(5, TimeUnit.SECONDS);
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

    private void awaitPort() {
        for (int i = 0; i < ATTEMPTS; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                sleep();
            }
        }
        throw new IllegalStateException("Redis did not start on port " + port);
    }

    private static void sleep() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
