package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.deploy.Release;
import dev.caramba.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The bills of materials, held against what was packaged. */
class SbomIT {

    private static final Path JAR = Path.of(System.getProperty("packaged.jar"));
    private static final Path FUNCTION = Path.of(System.getProperty("packaged.function"));

    /** The product itself, which is no dependency, and what only an IDE starts. */
    private static final Set<String> NOT_PACKAGED = Set.of("dev.caramba.caramba-", "io.quarkus.quarkus-ide-launcher-");

    @Test
    void the_http_artifact_holds_what_its_bill_says_and_nothing_else() throws IOException {
        var folder = JAR.getParent().getParent();
        assertNamed(components(folder), Packaged.isNative() ? executable(folder) : in(JAR.resolveSibling("lib")));
    }

    @Test
    void the_function_holds_what_its_bill_says() throws IOException {
        var folder = FUNCTION.getParent();
        assertNamed(components(folder), Packaged.isNative() ? executable(folder) : zipped(FUNCTION));
    }

    private static List<String> zipped(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .map(entry -> Path.of(entry.getName()).getFileName().toString())
                    .toList();
        }
    }

    /** What the builder of the executable has read; the executable itself does not say what it was made of. */
    private static List<String> executable(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var sources = files.filter(file -> file.toString().endsWith("-native-image-source-jar"))
                    .toList();
            assertEquals(1, sources.size(), sources::toString);
            return in(sources.get(0).resolve("lib"));
        }
    }

    private static List<String> in(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Both ways; what the build has changed of a jar is marked in its name. */
    private static void assertNamed(Set<JsonNode> components, List<String> files) {
        var named = components.stream()
                .map(one -> one.path("group").asText() + "." + one.path("name").asText() + "-"
                        + one.path("version").asText() + ".jar")
                .collect(Collectors.toCollection(TreeSet::new));
        var packaged = files.stream()
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("^modified-", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(packaged.size() > 50, packaged::toString);
        assertEquals(Set.of(), minus(packaged, named));
        assertEquals(
                Set.of(),
                minus(named, packaged).stream()
                        .filter(name -> NOT_PACKAGED.stream().noneMatch(name::startsWith))
                        .collect(Collectors.toSet()));
    }

    /** What is said to be in the artifact; what only built it is marked as such. */
    private static Set<JsonNode> components(Path directory) throws IOException {
        var file = directory.resolve("caramba-" + Release.built() + "-cyclonedx.json");
        var bill = Json.object(Files.readString(file)).orElseThrow();
        assertEquals("CycloneDX", bill.path("bomFormat").asText());
        assertEquals("caramba", bill.at("/metadata/component/name").asText());
        assertEquals(Release.built(), bill.at("/metadata/component/version").asText());
        var components = StreamSupport.stream(bill.path("components").spliterator(), false)
                .filter(one -> one.path("properties").findValuesAsText("value").contains("runtime"))
                .collect(Collectors.toSet());
        components.forEach(one -> {
            assertFalse(one.path("purl").asText().isEmpty(), one::toString);
            assertFalse(one.path("licenses").isEmpty(), one::toString);
        });
        return components;
    }

    private static Set<String> minus(Set<String> all, Set<String> known) {
        var left = new TreeSet<>(all);
        left.removeAll(known);
        return left;
    }
}
