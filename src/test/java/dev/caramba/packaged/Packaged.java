package dev.caramba.packaged;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this build has packaged: jars, or native executables where it was told so. */
final class Packaged {

    /** The system property that tells which, and what it is for executables; set by the build. */
    static final String KIND = "packaged.kind";

    static final String NATIVE = "native";

    private static final String EXECUTABLES = "-runner";

    private Packaged() {}

    static boolean isNative() {
        return NATIVE.equals(System.getProperty(KIND));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The jar of the HTTP artifact. */
    static Path jar() {
        return present("packaged.jar");
    }

    /** The zip of the Lambda artifact. */
    static Path function() {
        return present("packaged.function");
    }

    /** What makes the JVM of the HTTP artifact take the cache that a training has left, if one has. */
    static List<String> startUpCache() {
        var folder = jar().getParent();
        return Stream.of(
                        cache("AOTCache", folder.resolve("app.aot")),
                        cache("SharedArchiveFile", folder.resolve("app.jsa")))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> cache(String option, Path file) {
        return Files.isRegularFile(file) ? Optional.of("-XX:" + option + "=" + file) : Optional.empty();
    }

    /** Where the HTTP artifact is started: a cache of the start is good for the very name of the jar that it was trained with. */
    static File folder() {
        return (isNative() ? executable() : jar()).getParent().toFile();
    }

    /**
     * What starts the HTTP artifact, in {@link #folder()}. Where there is no JVM, properties are left of its arguments: an
     * executable takes those.
     */
    static List<String> server(List<String> jvmArguments, List<String> settings) {
        var command = new ArrayList<String>();
        if (isNative()) {
            command.add(executable().toString());
            jvmArguments.stream().filter(argument -> argument.startsWith("-D")).forEach(command::add);
            command.addAll(settings);
        } else {
            command.add(java());
            command.addAll(jvmArguments);
            command.addAll(settings);
            command.addAll(List.of("-jar", jar().getFileName().toString()));
        }
        return command;
    }

    private static Path executable() {
        var folder = Path.of(System.getProperty("packaged.folder"));
        try (Stream<Path> files = Files.list(folder)) {
            var found = files.filter(file -> file.toString().endsWith(EXECUTABLES))
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .toList();
            if (found.size() != 1) {
                throw new IllegalStateException("a native build, but instead of one executable *" + EXECUTABLES
                        + " there are in " + folder + ": " + found);
            }
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that this system property names; the build sets it for integration tests alone. */
    private static Path present(String property) {
        var file = System.getProperty(property);
        if (file == null || !Files.isRegularFile(Path.of(file))) {
            throw new IllegalStateException("not packaged: " + property + "=" + file
                    + "; ./mvnw verify -Dit.test=XIT packages it and runs XIT");
        }
        return Path.of(file);
    }
}
