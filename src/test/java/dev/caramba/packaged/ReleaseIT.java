package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.caramba.deploy.Release;
import dev.caramba.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The files of a release, packed by {@code deploy/release/pack} from what this build has made. */
@EnabledIf("zipIsPresent")
class ReleaseIT {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final String PACK = ROOT.resolve("deploy/release/pack").toString();
    private static final String NAME = "caramba-" + Release.built();
    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void names_the_folder_of_the_files() {
        out = folder.resolve("out");
    }

    @Test
    void the_files_for_the_jvm_are_packed_alike_each_time_listed_and_summed_up() throws Exception {
        assumeFalse(Packaged.isNative(), "there are no jars");
        pack(out, Map.of(), "jvm", "lambda-jvm");
        var listed = pack(out, Map.of(), "sums");
        var again = folder.resolve("again");
        pack(again, Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8"), "jvm", "lambda-jvm", "sums");

        var files = Set.of(
                NAME + ".zip", NAME + ".cdx.json", NAME + "-lambda-jvm.zip", NAME + "-lambda.cdx.json", "SHA256SUMS");
        assertEquals(files, names(out));
        assertEquals(files, listed.lines().map(line -> line.split("\\s+")[2]).collect(Collectors.toSet()));
        for (var file : files) {
            assertArrayEquals(
                    Files.readAllBytes(out.resolve(file)), Files.readAllBytes(again.resolve(file)), file::toString);
        }
        Program.run(out, Map.of(), "sha256sum", "--check", "--strict", "SHA256SUMS");
    }

    @Test
    void what_is_unpacked_starts_by_its_script_and_tells_its_version() throws Exception {
        assumeFalse(Packaged.isNative(), "there are no jars");
        pack(out, Map.of(), "jvm");
        var unpacked = Files.createDirectory(folder.resolve("unpacked"));
        Program.run(
                unpacked, Map.of(), "unzip", "-q", out.resolve(NAME + ".zip").toString());

        var environment = Map.of(
                "PATH",
                System.getenv("PATH"),
                "AWS_LWA_PORT",
                "0",
                "CARAMBA_DEMO",
                "true",
                "CARAMBA_ACCESS_OPEN",
                "true");
        try (var caramba = CarambaProcess.launchIn(unpacked.toFile(), environment, List.of("./run.sh"))
                .listening()) {
            assertEquals(200, caramba.post("/generate", "{\"prompt\":\"Hi\"}").statusCode());
            caramba.awaitLine(line -> line.contains("caramba " + Release.built() + " on JVM"));
            var meter = "caramba_build_info{version=\"" + Release.built() + "\"} 1.0\n";
            assertTrue(caramba.get("/q/metrics").body().contains(meter), meter);
        }
        assertTrue(Files.isExecutable(unpacked.resolve("train.sh")));
        assertTrue(Files.exists(unpacked.resolve("THIRD-PARTY.txt")));
    }

    @Test
    void a_native_function_is_packed_with_a_bootstrap_that_can_be_run() throws Exception {
        var target = targetWithFunction("bootstrap", "needs GLIBC_2.17 GLIBC_2.34");
        pack(out, Map.of("TARGET", target.toString()), "lambda-native");

        var file = NAME + "-lambda-" + ARCHITECTURE + ".zip";
        assertEquals(Set.of(file), names(out));
        var unpacked = Files.createDirectory(folder.resolve("unpacked"));
        Program.run(unpacked, Map.of(), "unzip", "-q", out.resolve(file).toString());
        assertTrue(Files.isExecutable(unpacked.resolve("bootstrap")));
    }

    @Test
    void an_executable_is_packed_with_the_licences_of_what_is_in_it() throws Exception {
        var target = folder.resolve("target");
        write(target.resolve(NAME + "-runner"), "needs GLIBC_2.9");
        write(target.resolve("THIRD-PARTY.txt"), "licences");
        pack(out, Map.of("TARGET", target.toString()), "native");

        var file = NAME + "-linux-" + ARCHITECTURE + ".tar.gz";
        assertEquals(Set.of(file), names(out));
        var unpacked = Files.createDirectory(folder.resolve("unpacked"));
        Program.run(unpacked, Map.of(), "tar", "xzf", out.resolve(file).toString());
        assertEquals(Set.of("LICENSE", "THIRD-PARTY.txt", "caramba"), names(unpacked));
        assertTrue(Files.isExecutable(unpacked.resolve("caramba")));
    }

    @Test
    void all_in_one_jar_is_packed_with_the_licences_of_what_is_in_it_alike_each_time() throws Exception {
        var target = folder.resolve("target");
        write(target.resolve("THIRD-PARTY.txt"), "licences");
        write(folder.resolve("content/META-INF/MANIFEST.MF"), "Main-Class: io.quarkus.runner.GeneratedMain\n");
        write(folder.resolve("content/io/quarkus/runner/GeneratedMain.class"), "a class");
        var jar = target.resolve(NAME + "-runner.jar");
        Program.run(folder.resolve("content"), Map.of(), "zip", "-q", "-r", jar.toString(), ".");

        pack(out, Map.of("TARGET", target.toString()), "runner");
        pack(folder.resolve("again"), Map.of("TARGET", target.toString(), "OUT", folder + "/again"), "runner");

        assertEquals(Set.of(NAME + "-runner.jar"), names(out));
        try (var packed = new JarFile(out.resolve(NAME + "-runner.jar").toFile())) {
            assertEquals(
                    "io.quarkus.runner.GeneratedMain",
                    packed.getManifest().getMainAttributes().getValue("Main-Class"));
            assertTrue(packed.getEntry("THIRD-PARTY.txt") != null && packed.getEntry("LICENSE") != null);
        }
        assertArrayEquals(
                Files.readAllBytes(out.resolve(NAME + "-runner.jar")),
                Files.readAllBytes(folder.resolve("again").resolve(NAME + "-runner.jar")));
    }

    @Test
    void an_executable_that_would_not_start_on_lambda_is_refused() throws Exception {
        var target = targetWithFunction("bootstrap", "needs GLIBC_2.34 GLIBC_2.4 GLIBC_2.38");

        var trouble = Command.trouble("env", "TARGET=" + target, "OUT=" + out, PACK, "lambda-native");

        assertTrue(
                trouble.orElseThrow().contains("needs glibc 2.38, and Lambda and the image have 2.34"), trouble::get);
        assertEquals(Set.of(), names(out));
    }

    @Test
    void jars_do_not_pass_for_an_executable_nor_an_executable_for_jars() throws Exception {
        var jars = targetWithFunction("lib/a.jar", "a jar");
        var trouble = Command.trouble("env", "TARGET=" + jars, "OUT=" + out, PACK, "lambda-native");
        assertTrue(trouble.orElseThrow().contains("holds no native executable"), trouble::get);

        var executable = targetWithFunction("bootstrap", "an executable");
        trouble = Command.trouble("env", "TARGET=" + executable, "OUT=" + out, PACK, "lambda-jvm");
        assertTrue(trouble.orElseThrow().contains("holds a native executable"), trouble::get);
    }

    /** There is no Docker here: a stand-in writes down how it is called and what is in the place of the first stage. */
    @Test
    void images_are_made_of_the_files_of_the_release() throws Exception {
        var target = folder.resolve("target");
        write(target.resolve(NAME + "-runner"), "an executable");
        write(target.resolve("THIRD-PARTY.txt"), "licences");
        pack(out, Map.of("TARGET", target.toString()), "native");

        var printed = image("native", "--tag", "caramba", "--load");

        assertTrue(printed.contains("deploy/container/Dockerfile.native"), printed);
        assertTrue(printed.contains(" --tag caramba --load .\n"), printed);
        assertTrue(printed.contains("./out/caramba\n"), printed);
    }

    @Test
    void the_image_on_the_jvm_holds_the_jars_of_the_release() throws Exception {
        assumeFalse(Packaged.isNative(), "there are no jars");
        pack(out, Map.of(), "jvm");

        var printed = image("jvm");

        assertTrue(printed.contains("deploy/container/Dockerfile.jvm"), printed);
        assertTrue(printed.contains("./out/quarkus-app/quarkus-run.jar\n"), printed);
    }

    private String image(String... arguments) throws Exception {
        var docker = folder.resolve("bin/docker");
        write(docker, """
                #!/usr/bin/env bash
                echo "$@"
                for argument in "$@"; do
                  case $argument in build=*) cd "${argument#build=}" && find . -type f ;; esac
                done
                """);
        assertTrue(docker.toFile().setExecutable(true));
        var command =
                new ArrayList<>(List.of(ROOT.resolve("deploy/release/image").toString()));
        command.addAll(List.of(arguments));
        return Program.run(
                ROOT,
                Map.of("OUT", out.toString(), "PATH", docker.getParent() + ":" + System.getenv("PATH")),
                command.toArray(String[]::new));
    }

    static boolean zipIsPresent() {
        var trouble = Command.trouble("zip", "-v").or(() -> Command.trouble("unzip", "-v"));
        trouble.ifPresent(words ->
                System.out.println("SKIPPED: the tests of packing a release, which need zip and unzip: " + words));
        return trouble.isEmpty();
    }

    private String pack(Path to, Map<String, String> environment, String... parts) throws Exception {
        var all = new HashMap<>(Map.of("OUT", to.toString(), "TARGET", System.getProperty("packaged.folder")));
        all.putAll(environment);
        var printed = new StringBuilder();
        for (var part : parts) {
            printed.append(Program.run(ROOT, all, PACK, part));
        }
        return printed.toString();
    }

    private Path targetWithFunction(String entry, String text) throws Exception {
        var content = folder.resolve("content-" + entry.replace('/', '-'));
        write(content.resolve(entry), text);
        var function = folder.resolve("target-" + entry.replace('/', '-')).resolve("lambda/function.zip");
        Files.createDirectories(function.getParent());
        Program.run(content, Map.of(), "zip", "-q", "-r", function.toString(), ".");
        return function.getParent().getParent();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
