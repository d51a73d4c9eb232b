package dev.caramba.upstream;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a socket has taken and the peer's kernel has not: a reset throws it away, and a test would see less than its
 * script wrote. Linux tells it in {@code /proc}; elsewhere nothing is known and nothing waited for.
 */
final class SendQueue {

    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4; // send:receive, in hexadecimal

    private SendQueue() {}

    /** Returns once the peer's kernel has all bytes, or after a second. */
    static void awaitEmpty(Socket socket) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (!isEmpty(socket) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }

    private static boolean isEmpty(Socket socket) throws IOException {
        var local = ":%04X".formatted(socket.getLocalPort());
        var remote = ":%04X".formatted(socket.getPort());
        for (var table : TABLES) {
            if (Files.exists(table) && hasUnsent(table, local, remote)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUnsent(Path table, String local, String remote) throws IOException {
        try (Stream<String> rows = Files.lines(table)) {
            return rows.map(row -> row.strip().split("\\s+"))
                    .filter(row -> row[LOCAL].endsWith(local) && row[REMOTE].endsWith(remote))
                    .anyMatch(row -> !row[QUEUES].startsWith("00000000:"));
        }
    }
}
