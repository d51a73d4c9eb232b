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
 * Terraform and the provider of {@code src/test/terraform}, built from Go modules once and kept between builds in
 * {@code ~/.cache/caramba}, or where {@code -Dreal.cache} says.
 */
final class TerraformTools {

    static final Path SCHEMAS = Path.of("src/test/terraform/schemas");

    /** The last one under the Mozilla Public License. */
    private static final String TERRAFORM = "github.com/hashicorp/terraform@v1.5.7";

    private static final Path SOURCE = Path.of("src/test/terraform/provider");

    private final Path folder;
    private final Optional<String> trouble;

    private TerraformTools() {
        var root = System.getProperty(
                "real.cache",
                Path.of(System.getProperty("user.home"), ".cache", "caramba").toString());
        folder = Path.of(root, "terraform-" + Integer.toHexString(sources().hashCode()))
                .toAbsolutePath();
        trouble = make();
    }

    /** Built when the first test is about to run. */
    static TerraformTools built() {
        return Built.TOOLS;
    }

    /** Whether they are there; if not, a line of the build says so. */
    static boolean arePresent() {
        built().trouble
                .ifPresent(words -> System.out.println(
                        "SKIPPED: the modules for Terraform, which need Go and its modules: " + words));
        return built().trouble.isEmpty();
    }

    Path terraform() {
        return folder.resolve("terraform");
    }

    Path provider() {
        return folder.resolve("provider");
    }

    private Optional<String> make() {
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolveSibling(folder.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    var ignored = channel.lock()) { // two builds may want it at once
                return works() ? Optional.empty() : build();
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
                        "-o",
                        provider().toString(),
                        ".")
                .or(() -> Command.trouble("env", "GOBIN=" + folder, "go", "install", TERRAFORM));
    }

    private boolean works() {
        return Files.isExecutable(terraform()) && Files.isExecutable(provider());
    }

    private static String sources() {
        try {
            return TERRAFORM + Files.readString(SOURCE.resolve("main.go")) + Files.readString(SOURCE.resolve("go.mod"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Built {
        static final TerraformTools TOOLS = new TerraformTools();
    }
}
