package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small scripts of {@code deploy/release}, run as scripts; {@code ReleaseIT} is about the large ones. */
class ReleaseScriptsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final String SCRIPTS = "deploy/release/";
    private static final List<String> VERSIONED =
            List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", ".env.example", "pom.xml");

    @TempDir
    Path copy;

    @Test
    void the_notes_of_a_release_are_its_section_of_the_changelog() throws Exception {
        var notes = run(ROOT, "notes", Release.version());

        assertEquals(0, notes.exit(), notes::printed);
        assertTrue(notes.printed().startsWith("### Upgrading from "), notes::printed);
        assertFalse(notes.printed().contains("\n## "), "another release");
        assertFalse(notes.printed().contains("\n["), "a link to a release");
        Changelog.releases().get(0).lines().stream()
                .filter(line -> line.startsWith("- "))
                .forEach(entry -> assertTrue(notes.printed().contains(entry), entry));
    }

    @Test
    void there_are_no_notes_of_what_is_not_there() throws Exception {
        var notes = run(ROOT, "notes", "9.8.7");

        assertEquals(1, notes.exit());
        assertEquals("notes: CHANGELOG.md has no section 9.8.7\n", notes.printed());
    }

    @Test
    void a_tag_is_the_version_that_is_built() throws Exception {
        copyWhatNamesAVersion();
        run(copy, "set-version", Release.version());

        assertEquals(0, run(copy, "notes", "--tag", "v" + Release.version()).exit());
        for (var tag : List.of("v9.8.7", Release.version(), "")) {
            var refused = run(copy, "notes", "--tag", tag);
            assertEquals(1, refused.exit(), tag);
            assertTrue(refused.printed().contains("is not v" + Release.version()), refused::printed);
        }
    }

    @Test
    void a_new_version_gets_to_wherever_one_is_named() throws Exception {
        copyWhatNamesAVersion();
        var old = Release.version();

        var set = run(copy, "set-version", "9.8.7");

        assertEquals(new ToolRun(0, ""), set);
        for (var file : changedIn(copy)) {
            var original = Files.readString(ROOT.resolve(file));
            assertEquals(
                    original.contains(old), Files.readString(copy.resolve(file)).contains("9.8.7"), file::toString);
        }
        var left = changedIn(copy).stream()
                .flatMap(file -> Release.read(copy.resolve(file)).lines())
                .filter(line -> line.contains("caramba") && line.contains(old))
                .toList();
        assertEquals(List.of(), left);
        assertTrue(Release.read(copy.resolve("SECURITY.md")).contains("| 9.8, and `main` | yes |"));
        var chart = Release.read(copy.resolve("deploy/helm/caramba/Chart.yaml"));
        assertTrue(chart.contains("\nversion: 9.8.7\n") && chart.contains("\nappVersion: \"9.8.7\"\n"), chart);
    }

    @Test
    void a_snapshot_is_of_the_pom_alone() throws Exception {
        copyWhatNamesAVersion();

        run(copy, "set-version", "9.8.7-SNAPSHOT");

        for (var file : changedIn(copy)) {
            var same = Files.readString(copy.resolve(file)).equals(Files.readString(ROOT.resolve(file)));
            assertEquals(!file.equals(Path.of("pom.xml")), same, file::toString);
        }
        assertTrue(Files.readString(copy.resolve("pom.xml")).contains("<version>9.8.7-SNAPSHOT</version>"));
    }

    @Test
    void what_is_no_version_is_refused() throws Exception {
        copyWhatNamesAVersion();

        for (var wrong : List.of("1.0", "v1.2.3", "1.2.3; true", "")) {
            var refused = run(copy, "set-version", wrong);
            assertEquals(2, refused.exit(), wrong);
            assertTrue(refused.printed().contains("deploy/release/set-version 0.3.0"), refused::printed);
        }
    }

    private ToolRun run(Path root, String script, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(root.resolve(SCRIPTS + script).toString()));
        command.addAll(List.of(arguments));
        return ToolRun.of(root, Map.of(), command);
    }

    private void copyWhatNamesAVersion() throws IOException {
        for (var folder : List.of("deploy", "docs", ".github")) {
            for (var file : Manifest.files(Path.of(folder)).toList()) {
                copy(file);
            }
        }
        for (var file : VERSIONED) {
            copy(Path.of(file));
        }
        copy(Changelog.FILE);
    }

    private void copy(Path file) throws IOException {
        Files.createDirectories(copy.resolve(file).getParent());
        Files.copy(ROOT.resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** The texts that name a version of Caramba today. */
    private static List<Path> changedIn(Path root) {
        return Manifest.files(root)
                .map(root::relativize)
                .filter(file -> !file.equals(Changelog.FILE) && !file.toString().endsWith(".png"))
                .filter(file -> {
                    var text = Release.read(ROOT.resolve(file));
                    return Release.images().stream().anyMatch(text::contains)
                            || Release.artifacts().stream().anyMatch(text::contains)
                            || file.equals(Path.of("pom.xml"))
                            || file.equals(Path.of("docs/openapi.yaml"));
                })
                .toList();
    }
}
