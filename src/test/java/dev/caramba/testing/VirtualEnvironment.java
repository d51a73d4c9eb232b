package dev.caramba.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Python with packages of PyPI: a virtual environment, made once and kept between builds in {@code ~/.cache/caramba}, or
 * where {@code -Dreal.cache} says.
 */
public final class VirtualEnvironment {

    private final Path requirements;
    private final String imports;
    private final Path folder;
    private final Path python;
    private final Optional<String> trouble;

    private VirtualEnvironment(String name, Path requirements, String imports) {
        this.requirements = requirements;
        this.imports = imports;
        folder = folder(name, requirements);
        python = folder.resolve("bin/python");
        trouble = make();
    }

    /** Makes it, unless it is there: with these requirements, and complete when these modules can be imported. */
    public static VirtualEnvironment of(String name, Path requirements, String imports) {
        return new VirtualEnvironment(name, requirements, imports);
    }

    /** Why it could not be made. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** What runs a script with its packages. */
    public Path python() {
        return python;
    }

    private Optional<String> make() {
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolveSibling(folder.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    var ignored = channel.lock()) { // two builds may want it at once
                return works().isEmpty() ? Optional.empty() : install();
            }
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private Optional<String> install() {
        return Command.trouble("python3", "-m", "venv", "--clear", folder.toString())
                .or(() -> Command.trouble(
                        python.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--requirement",
                        requirements.toString()))
                .or(this::works);
    }

    private Optional<String> works() {
        return Command.trouble(python.toString(), "-c", "import " + imports);
    }

    /** Other packages, another folder. */
    private static Path folder(String name, Path requirements) {
        var root = System.getProperty(
                "real.cache",
                Path.of(System.getProperty("user.home"), ".cache", "caramba").toString());
        try {
            var packages = Files.readString(requirements).hashCode();
            return Path.of(root, name + "-" + Integer.toHexString(packages)).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
