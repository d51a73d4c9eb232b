package dev.caramba.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Command {

    private static final long LIMIT_MINUTES = 10;

    private Command() {}

    /** Runs it; what went wrong, in one line. */
    public static Optional<String> trouble(String... command) {
        try {
            var output = Files.createTempFile("command", ".out");
            try {
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    return Optional.of(name(command) + " did not end");
                }
                return process.exitValue() == 0
                        ? Optional.empty()
                        : Optional.of(name(command) + ": " + lastLine(Files.readAllLines(output)));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(name(command) + " was interrupted");
        }
    }

    private static String name(String[] command) {
        return String.join(" ", command);
    }

    private static String lastLine(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .orElse("it failed and said nothing");
    }
}
