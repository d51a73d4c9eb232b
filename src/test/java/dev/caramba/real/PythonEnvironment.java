package dev.caramba.real;

import dev.caramba.testing.VirtualEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Python with the packages that write a model and serve it. */
public final class PythonEnvironment {

    static final Path SCRIPTS = Path.of("src/test/real").toAbsolutePath();

    private PythonEnvironment() {}

    /** Whether there is one, or could be made; prints why not. */
    public static boolean isPresent() {
        var trouble = Attempt.MADE.trouble();
        trouble.ifPresent(words -> System.out.println(
                "SKIPPED: the tests against a real model server, which need Python 3 and PyPI: " + words));
        return trouble.isEmpty();
    }

    /** What runs a script of {@link #SCRIPTS} with these arguments. */
    static List<String> command(String script, List<String> arguments) {
        return Stream.concat(
                        Stream.of(
                                Attempt.MADE.python().toString(),
                                SCRIPTS.resolve(script).toString()),
                        arguments.stream())
                .toList();
    }

    /** One for all tests of a build. */
    private static final class Attempt {

        static final VirtualEnvironment MADE =
                VirtualEnvironment.of("real-server", SCRIPTS.resolve("requirements.txt"), "gguf, numpy, xllamacpp");
    }
}
