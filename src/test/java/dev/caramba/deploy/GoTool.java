package dev.caramba.deploy;

import dev.caramba.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tool that is built from a Go module, in the version that {@code src/test/tools/versions.txt} names: once, and kept between
 * builds in {@code ~/.cache/caramba}, or where {@code -Dreal.cache} says.
 */
final class GoTool {

    private static final Path VERSIONS = Path.of("src/test/tools/versions.txt");
    private static final Map<String, GoTool> TOOLS = new ConcurrentHashMap<>();

    private final String name;
    private final String module;
    private final Path folder;
    private final Optional<String> trouble;

    private GoTool(String name) {
        var row = row(name);
        this.name = name;
        module = row.get(1) + "@" + row.get(2);
        var root = System.getProperty(
                "real.cache",
                Path.of(System.getProperty("user.home"), ".cache", "caramba").toString());
        folder = Path.of(root, name + "-" + row.get(2)).toAbsolutePath();
        trouble = make();
    }

    /** The tool of this name; built when it is first asked for. */
    static GoTool named(String name) {
        return TOOLS.computeIfAbsent(name, GoTool::new);
    }

    /** Whether it is there; if not, a line of the build says what is skipped. */
    boolean isPresent(String skipped) {
        trouble.ifPresent(words -> System.out.println(
                "SKIPPED: " + skipped + ", which need " + name + ", by Go and its modules: " + words));
        return trouble.isEmpty();
    }

    /** The program itself. */
    Path path() {
        return folder.resolve(name);
    }

    private Optional<String> make() {
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolveSibling(folder.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    var ignored = channel.lock()) { // two builds may want it at once
                return Files.isExecutable(path()) ? Optional.empty() : install();
            }
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    /** Without what only a debugger reads, a third of its size. */
    private Optional<String> install() {
        System.out.println("BUILDING: " + module + ", once, which may take some minutes");
        return Command.trouble("env", "GOBIN=" + folder, "go", "install", "-ldflags", "-s -w", module);
    }

    private static List<String> row(String name) {
        try {
            return Files.readAllLines(VERSIONS).stream()
                    .map(line -> List.of(line.split(" ")))
                    .filter(row -> row.get(0).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(VERSIONS + " does not name " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
