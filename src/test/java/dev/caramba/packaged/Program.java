package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test runs to its end. */
final class Program {

    private static final int SECONDS_OF_PATIENCE = 600;

    private Program() {}

    /** What it prints; fails unless it ends well. */
    static String run(Path folder, Map<String, String> environment, String... command) throws Exception {
        var output = Files.createTempFile("program", ".out");
        var builder = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            assertTrue(process.waitFor(SECONDS_OF_PATIENCE, TimeUnit.SECONDS), () -> "still running: " + read(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        var printed = read(output);
        Files.delete(output);
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
