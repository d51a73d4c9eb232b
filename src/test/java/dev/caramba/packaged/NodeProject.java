package dev.caramba.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
        return Program.run(work, environment, command);
    }
}
