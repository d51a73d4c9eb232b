package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever names a version, an image or an artifact of Caramba names that of the latest release. */
class ReleaseTest {

    private static final Path OPENAPI = Path.of("docs/openapi.yaml");
    private static final Path CHART = Path.of("deploy/helm/caramba/Chart.yaml");
    private static final String SNAPSHOT = "-SNAPSHOT";
    /** An image of Caramba, wherever it is, or one that is only called so: its tag begins with a digit. */
    private static final Pattern IMAGE =
            Pattern.compile("ghcr\\.io/[\\w./-]+(?::[\\w.-]*\\w)?|\\w[\\w./-]*caramba:\\d[\\w.-]*\\w");

    /** The tag in the address of a file of a release, or of the source at that time. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<=caramba-dev/caramba/|releases/download/|\\?ref=)v\\d[\\w.-]*\\w");

    private static final Pattern ARTIFACT = Pattern.compile("\\bcaramba-\\d[\\w.-]*\\w");

    @Test
    void builds_the_latest_release_or_a_snapshot_of_the_next_one() {
        var built = Release.built();

        if (built.endsWith(SNAPSHOT)) {
            var next = built.replace(SNAPSHOT, "");
            assertFalse(
                    Changelog.releases().stream()
                            .anyMatch(release -> release.title().equals(next)),
                    built);
        } else {
            assertEquals(Release.version(), built);
        }
    }

    @Test
    void the_description_of_the_interface_has_its_version() {
        assertEquals(
                Release.version(), Manifest.only(OPENAPI).at("/info/version").asText());
    }

    @Test
    void the_chart_installs_its_own_version() {
        var chart = Manifest.only(CHART);

        assertEquals(Release.version(), chart.path("version").asText());
        assertEquals(Release.version(), chart.path("appVersion").asText());
    }

    @Test
    void the_latest_minor_version_is_supported() {
        var minor = Release.version().replaceFirst("\\.\\d+$", "");

        assertTrue(Release.read(Path.of("SECURITY.md")).contains("| " + minor + ", and `main` | yes |"), minor);
    }

    @Test
    void images_are_called_alike_everywhere() {
        var named = named(IMAGE);

        assertTrue(named.containsAll(Release.images()), named::toString);
        named.removeAll(Release.images());
        named.removeAll(Set.of(Release.REPOSITORY, Release.CHARTS, Release.CHARTS + "/caramba"));
        named.remove(Manifest.only(Manifest.TRY).at("/services/llama/image").asText());
        assertEquals(Set.of(), named);
    }

    @Test
    void manifests_name_no_other_image_of_it() {
        var images = Manifest.all().stream()
                .flatMap(manifest -> manifest.document().findValues("image").stream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(image -> image.contains("caramba"))
                .collect(Collectors.toSet());

        assertEquals(Release.images(), images);
    }

    @Test
    void artifacts_are_called_alike_everywhere() {
        var named = named(ARTIFACT);
        named.removeAll(Release.artifacts());

        assertEquals(Set.of(), named);
    }

    @Test
    void addresses_of_files_are_those_of_the_latest_release() {
        assertEquals(Set.of("v" + Release.version()), named(ADDRESS));
    }

    private static Set<String> named(Pattern pattern) {
        return texts().flatMap(text -> pattern.matcher(text).results().map(result -> result.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whatever a user reads or deploys; the changelog is about other releases too. */
    private static Stream<String> texts() {
        var single = List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", ".env.example").stream()
                .map(Path::of);
        var folders = Stream.of(Path.of("deploy"), Path.of("docs"), Path.of(".github"))
                .flatMap(Manifest::files);
        return Stream.concat(single, folders).flatMap(ReleaseTest::text);
    }

    private static Stream<String> text(Path file) {
        try {
            return Stream.of(Files.readString(file));
        } catch (MalformedInputException e) {
            return Stream.of(); // a picture
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
