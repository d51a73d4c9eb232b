package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What became of a tool that was run to its end.
 *
 * @param exit its exit code
 * @param printed what it wrote, errors too
 */
record ToolRun(int exit, String printed) {

    private static final int MINUTES_OF_PATIENCE = 10;

    static ToolRun of(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        var output = Files.createTempFile("tool", ".out");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            try {
                assertTrue(process.waitFor(MINUTES_OF_PATIENCE, TimeUnit.MINUTES), () -> command + " did not end");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new ToolRun(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
