package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cache that training leaves is one that the next start takes. */
@JvmOnly
class StartUpCacheIT {

    private static final int AOT_SINCE = 25;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_start_after_the_training_finds_classes_of_its_own_in_the_cache() throws Exception {
        copy(Packaged.jar().getParent());
        var training = start(
                List.of("bash", Path.of("deploy/aot/train.sh").toAbsolutePath().toString(), "."));
        var told = lines(training, "nothing ends it early");
        assertEquals(0, training.waitFor(), () -> String.join("\n", told));

        var command = new ArrayList<>(List.of(Packaged.java(), "-Xlog:class+load", "-Dquarkus.http.port=0"));
        command.addAll(
                Runtime.version().feature() >= AOT_SINCE
                        ? List.of("-XX:AOTCache=app.aot", "-XX:AOTMode=on")
                        : List.of("-XX:SharedArchiveFile=app.jsa", "-Xshare:on"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "quarkus-run.jar"));
        var caramba = start(command);
        var output = lines(caramba, "Listening on");
        caramba.destroy();

        assertTrue(caramba.waitFor(60, TimeUnit.SECONDS));
        assertTrue(output.get(output.size() - 1).contains("Listening on"), () -> String.join("\n", output));
        assertTrue(
                output.stream()
                        .anyMatch(line ->
                                line.contains("io.quarkus.bootstrap.runner") && line.contains("shared objects file")),
                () -> String.join("\n", output));
    }

    private Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        started.add(process);
        return process;
    }

    /** Up to one that holds a mark, or to the end. */
    private static List<String> lines(Process process, String mark) throws IOException {
        var lines = new ArrayList<String>();
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.contains(mark)) {
                break;
            }
        }
        return lines;
    }

    /** With the times of the files, by which the JVM knows its jars. */
    private void copy(Path from) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var to = folder.resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
