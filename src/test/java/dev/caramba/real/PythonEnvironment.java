package dev.caramba.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Python with the packages that write a model and serve it: a virtual environment, made once and kept between builds in
 * {@code ~/.cache/caramba}, or where {@code -Dreal.cache} says.
 */
public final class PythonEnvironment {

    static final Path SCRIPTS = Path.of("src/test/real").toAbsolutePath();

    private static final Path REQUIREMENTS = SCRIPTS.resolve("requirements.txt");

    private PythonEnvironment() {}

    /** Whether there is one, or could be made; prints why not. */
    public static boolean isPresent() {
        Attempt.MADE.trouble.ifPresent(trouble -> System.out.println(
                "SKIPPED: the tests against a real model server, which need Python 3 and PyPI: " + trouble));
        return Attempt.MADE.trouble.isEmpty();
    }

    /** What runs a script of {@link #SCRIPTS} with these arguments. */
    static List<String> command(String script, List<String> arguments) {
        return Stream.concat(
                        Stream.of(
                                Attempt.MADE.python.toString(),
                                SCRIPTS.resolve(script).toString()),
                        arguments.stream())
                .toList();
    }

    /** One for all tests of a build. */
    private static final class Attempt {

        static final Attempt MADE = new Attempt();

        private final Path folder = cache();
        private final Path python = folder.resolve("bin/python");
        private final Optional<String> trouble = make();

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

        private Optional<String> install() throws IOException {
            return Command.trouble("python3", "-m", "venv", "--clear", folder.toString())
                    .or(() -> Command.trouble(
                            python.toString(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--requirement",
                            REQUIREMENTS.toString()))
                    .or(this::works);
        }

        private Optional<String> works() {
            return Command.trouble(python.toString(), "-c", "import gguf, numpy, xllamacpp");
        }

        /** Other packages, another folder. */
        private static Path cache() {
            var root = System.getProperty(
                    "real.cache",
                    Path.of(System.getProperty("user.home"), ".cache", "caramba")
                            .toString());
            try {
                var packages = Files.readString(REQUIREMENTS).hashCode();
                return Path.of(root, "real-server-" + Integer.toHexString(packages))
                        .toAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
