package dev.caramba.deploy;

import dev.caramba.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Terraform, in its last version under the Mozilla Public License, and the provider of {@code src/test/terraform}, which is
 * built by Go once and kept between builds in {@code ~/.cache/caramba}, or where {@code -Dreal.cache} says.
 */
final class TerraformTools {

    static final Path SCHEMAS = Path.of("src/test/terraform/schemas");

    private static final Path SOURCE = Path.of("src/test/terraform/provider");
    private static final String SKIPPED = "the modules for Terraform";

    private final Path provider;
    private final Optional<String> trouble;

    private TerraformTools() {
        var root = System.getProperty(
                "real.cache",
                Path.of(System.getProperty("user.home"), ".cache", "caramba").toString());
        provider = Path.of(
                        root,
                        "terraform-provider-" + Integer.toHexString(sources().hashCode()))
                .toAbsolutePath();
        trouble = make();
    }

    /** Whether both are there; if not, a line of the build says so. */
    static boolean arePresent() {
        if (!GoTool.named("terraform").isPresent(SKIPPED)) {
            return false;
        }
        Built.TOOLS.trouble.ifPresent(words -> System.out.println("SKIPPED: " + SKIPPED + ", which need Go: " + words));
        return Built.TOOLS.trouble.isEmpty();
    }

    static Path terraform() {
        return GoTool.named("terraform").path();
    }

    static Path provider() {
        return Built.TOOLS.provider;
    }

    private Optional<String> make() {
        try {
            Files.createDirectories(provider.getParent());
            try (var channel = FileChannel.open(
                            provider.resolveSibling(provider.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    var ignored = channel.lock()) { // two builds may want it at once
                return Files.isExecutable(provider) ? Optional.empty() : build();
            }
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private Optional<String> build() {
        return Command.trouble(
                "go",
                "build",
                "-C",
                SOURCE.toString(),
                "-trimpath",
                "-ldflags",
                "-s -w",
                "-o",
                provider.toString(),
                ".");
    }

    /** Other sources, another file. */
    private static String sources() {
        try {
            return Files.readString(SOURCE.resolve("main.go")) + Files.readString(SOURCE.resolve("go.sum"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Built when the first test is about to run. */
    private static final class Built {
        static final TerraformTools TOOLS = new TerraformTools();
    }
}
