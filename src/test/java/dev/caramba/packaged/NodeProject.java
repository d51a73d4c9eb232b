package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A project for Node.js with locked dependencies, installed under {@code target}. */
final class NodeProject {

    private final Path sources;
    private final Path work;

    NodeProject(String sources, String work) {
        this.sources = Path.of(sources);
        this.work = Path.of(work);
    }

    /** Whether node and npm can be run here. */
    static boolean nodeIsPresent() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0
                    && new ProcessBuilder("npm", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path directory() {
        return work.toAbsolutePath();
    }

    void install() throws Exception {
        Files.createDirectories(work);
        try (var files = Files.list(sources)) {
            for (var file : files.toList()) {
                Files.write(work.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");
    }

    /** What it prints; fails unless it ends well. */
    String run(Map<String, String> environment, String... command) throws Exception {
        var output = Files.createTempFile(work, "run", ".out");
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            assertTrue(process.waitFor(600, TimeUnit.SECONDS), () -> "still running: " + read(output));
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
