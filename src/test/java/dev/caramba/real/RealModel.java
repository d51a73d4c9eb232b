package dev.caramba.real;

import dev.caramba.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A model that says exact texts; which, and for which prompt, is in {@code src/test/real/mkgguf.py}. */
public enum RealModel {
    /** Four megabytes; some thousand tokens a second. */
    TINY(1, 64, 4096),
    /** 180 megabytes; reads some dozens of tokens a second, and takes a moment to load. */
    SLOW(12, 4096, 8192);

    private static final Path FOLDER = Path.of("target", "real-server").toAbsolutePath();

    private final int layers;
    private final int width;
    private final int context;

    RealModel(int layers, int width, int context) {
        this.layers = layers;
        this.width = width;
        this.context = context;
    }

    /** Its name, as its server says it. */
    public String model() {
        return file().getFileName().toString();
    }

    /** Tokens that it takes and gives in one answer. */
    int context() {
        return context;
    }

    /** Written when it is not there yet. */
    synchronized Path written() {
        if (!Files.exists(file())) {
            write();
        }
        return file();
    }

    private Path file() {
        return FOLDER.resolve(name().toLowerCase() + ".gguf");
    }

    private void write() {
        try {
            Files.createDirectories(FOLDER);
            var part = Files.createTempFile(FOLDER, name(), ".part"); // tests beside this one may write it, too
            var arguments = List.of(
                    part.toString(),
                    "--name=" + name().toLowerCase(),
                    "--layers=" + layers,
                    "--width=" + width,
                    "--context=" + context);
            Command.trouble(PythonEnvironment.command("mkgguf.py", arguments).toArray(String[]::new))
                    .ifPresent(trouble -> {
                        throw new AssertionError(trouble);
                    });
            Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
