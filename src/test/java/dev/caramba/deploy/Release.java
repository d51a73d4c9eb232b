package dev.caramba.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** The latest release, by the first version in {@code CHANGELOG.md}: what everything in the project that names one must name. */
public final class Release {

    /** What the images are called, without a tag. */
    static final String REPOSITORY = "ghcr.io/caramba-dev/caramba";

    /** Where the Helm chart is pushed to. */
    static final String CHARTS = "ghcr.io/caramba-dev/charts";

    private static final Pattern POM =
            Pattern.compile("<artifactId>caramba</artifactId>\\s*<version>([^<]+)</version>");

    private Release() {}

    static String version() {
        return Changelog.releases().get(0).title();
    }

    /** What this build makes: the latest release, or a snapshot of the next one. */
    public static String built() {
        var version = POM.matcher(read(Path.of("pom.xml")));
        if (!version.find()) {
            throw new AssertionError("pom.xml names no version");
        }
        return version.group(1);
    }

    /** The native image and the one on the JVM. */
    static Set<String> images() {
        return Set.of(REPOSITORY + ":" + version(), REPOSITORY + ":" + version() + "-jvm");
    }

    /** The files of a release, but for the checksums. */
    static Set<String> artifacts() {
        var name = "caramba-" + version();
        return Set.of(
                name + ".zip",
                name + "-runner.jar",
                name + "-lambda-jvm.zip",
                name + "-lambda-amd64.zip",
                name + "-lambda-arm64.zip",
                name + "-linux-amd64.tar.gz",
                name + "-linux-arm64.tar.gz",
                name + ".tgz",
                name + ".cdx.json",
                name + "-lambda.cdx.json");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
