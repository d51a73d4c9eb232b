package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code deploy/release/build} makes of what a machine has, run as a script; a stand-in for Maven leaves empty files, and one
 * for Docker says whether it is there. {@code ReleaseIT} packs real ones.
 */
@EnabledIf("zipIsPresent")
class ReleaseBuildTest {

    private static final List<String> NEEDED = List.of(
            "pom.xml",
            "LICENSE",
            "deploy/aot/train.sh",
            "deploy/lambda/run.sh",
            "deploy/release/build",
            "deploy/release/pack");
    private static final String NAME = "caramba-" + Release.built();
    private static final Set<String> FOR_THE_JVM = Set.of(
            NAME + ".zip",
            NAME + "-runner.jar",
            NAME + "-lambda-jvm.zip",
            NAME + ".cdx.json",
            NAME + "-lambda.cdx.json",
            "SHA256SUMS");
    private static final String MAVEN = """
            #!/usr/bin/env bash
            set -e
            rm -rf content
            mkdir -p target/quarkus-app target/lambda content/lib
            bill='{"timestamp" : "2001-01-01T00:00:00Z"}'
            touch target/quarkus-app/quarkus-run.jar target/THIRD-PARTY.txt content/lib/a.jar
            echo "$bill" | tee target/NAME-cyclonedx.json > target/lambda/NAME-cyclonedx.json
            case " $* " in *" -Dnative "*) echo "GLIBC_$GLIBC" | tee target/NAME-runner > content/bootstrap ;; esac
            (cd content && zip -q -r ../target/lambda/function.zip . && zip -q -r ../target/NAME-runner.jar lib)
            """;

    @TempDir
    Path checkout;

    @BeforeEach
    void copies_what_the_build_needs() throws IOException {
        for (var file : NEEDED) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(Path.of(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        script("mvnw", MAVEN.replace("NAME", NAME));
        script("bin/podman", "#!/bin/sh\nexit 1\n");
    }

    @Test
    void without_a_builder_there_are_the_files_for_the_jvm_and_a_line_says_so() throws Exception {
        var build = build(false, "2.34");

        assertEquals(0, build.exit(), build::printed);
        assertTrue(
                build.printed().contains("left out: native executables, for which there is neither"), build::printed);
        assertEquals(FOR_THE_JVM, files());
        files().forEach(file -> assertTrue(build.printed().contains("  " + file + "\n"), file));
    }

    @Test
    void without_a_builder_native_ones_that_are_asked_for_are_a_failure() throws Exception {
        assertEquals(1, build(false, "2.34", "--native").exit());
    }

    @Test
    void with_a_builder_there_are_all_files() throws Exception {
        for (var option : List.of(new String[] {}, new String[] {"--native"})) {
            var build = build(true, "2.34", option);

            assertEquals(0, build.exit(), build::printed);
            var all = new TreeSet<>(FOR_THE_JVM);
            all.add(NAME + "-linux-" + architecture() + ".tar.gz");
            all.add(NAME + "-lambda-" + architecture() + ".zip");
            assertEquals(all, files());
        }
    }

    @Test
    void native_ones_that_nobody_wants_are_not_built() throws Exception {
        var build = build(true, "2.34", "--no-native");

        assertEquals(0, build.exit(), build::printed);
        assertEquals(FOR_THE_JVM, files());
    }

    @Test
    void an_executable_that_is_linked_with_too_new_a_library_is_left_out_and_a_failure_where_it_is_asked_for()
            throws Exception {
        var build = build(true, "2.39");
        assertEquals(0, build.exit(), build::printed);
        assertTrue(build.printed().contains("needs glibc 2.39"), build::printed);
        assertEquals(FOR_THE_JVM, files());

        var refused = build(true, "2.39", "--native");
        assertEquals(1, refused.exit());
        assertTrue(refused.printed().contains("needs glibc 2.39"), refused::printed);
    }

    @Test
    void an_option_that_there_is_not_is_told() throws Exception {
        var build = build(false, "2.34", "--nativ");

        assertEquals(2, build.exit());
        assertTrue(build.printed().contains("deploy/release/build --no-native"), build::printed);
    }

    static boolean zipIsPresent() {
        var trouble = Command.trouble("zip", "-v").or(() -> Command.trouble("unzip", "-v"));
        trouble.ifPresent(words ->
                System.out.println("SKIPPED: the tests of building a release, which need zip and unzip: " + words));
        return trouble.isEmpty();
    }

    private ToolRun build(boolean docker, String glibc, String... options) throws Exception {
        script("bin/docker", "#!/bin/sh\nexit " + (docker ? 0 : 1) + "\n");
        var command =
                new ArrayList<>(List.of(checkout.resolve("deploy/release/build").toString()));
        command.addAll(List.of(options));
        var path = checkout.resolve("bin") + ":" + System.getenv("PATH");
        return ToolRun.of(checkout, Map.of("PATH", path, "GLIBC", glibc, "GRAALVM_HOME", "", "JAVA_HOME", ""), command);
    }

    private Set<String> files() throws IOException {
        try (var files = Files.list(checkout.resolve("target/release"))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void script(String name, String text) throws IOException {
        var file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
