package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.deployment.images.ContainerImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfileTest {

    private static final List<String> INSTRUCTIONS = List.of(
            "FROM", "LABEL", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "ENV", "HEALTHCHECK", "ENTRYPOINT", "CMD");

    private static final Pattern LABEL = Pattern.compile("org\\.opencontainers\\.image\\.(\\w+)=\"([^\"]+)\"");

    /** One instruction: {@code COPY --from=build /a /b} is COPY, [--from=build], [/a, /b]. */
    record Instruction(String name, String rest) {
        List<String> flags() {
            return words().filter(word -> word.startsWith("--")).toList();
        }

        List<String> arguments() {
            return words().filter(word -> !word.startsWith("--")).toList();
        }

        private Stream<String> words() {
            return Arrays.stream(rest.split("\\s+"));
        }
    }

    static Stream<Path> dockerfiles() {
        return Manifest.files(Path.of("deploy"))
                .filter(file -> file.getFileName().toString().startsWith("Dockerfile"));
    }

    @Test
    void there_are_some() {
        assertEquals(2, dockerfiles().count());
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void uses_what_is_known_here(Path file) {
        instructions(file).forEach(one -> assertTrue(INSTRUCTIONS.contains(one.name()), one::toString));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void bases_have_a_version(Path file) {
        named(file, "FROM").forEach(from -> {
            var image = from.arguments().get(0);
            assertTrue(image.matches("[a-z0-9./-]+:[a-z0-9._-]*\\d[a-zA-Z0-9._-]*"), image);
        });
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void runs_as_nobody_in_particular(Path file) {
        var end = lastStage(file);
        var users = end.stream().filter(one -> one.name().equals("USER")).toList();

        assertEquals(List.of("1001"), users.stream().map(Instruction::rest).toList());
        assertTrue(
                end.stream()
                        .skip(end.indexOf(users.get(0)))
                        .noneMatch(one -> one.name().equals("RUN")),
                "USER is the last word on who runs it");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void is_started_without_a_shell_so_that_signals_arrive(Path file) {
        var start = lastStage(file).stream()
                .filter(one -> one.name().equals("ENTRYPOINT"))
                .toList();

        assertEquals(1, start.size());
        assertTrue(start.get(0).rest().startsWith("["), start::toString);
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void copies_what_there_is_and_what_is_not_ignored(Path file) throws IOException {
        var kept = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> Path.of(line.substring(1)))
                .toList();
        var copied = named(file, "COPY").stream()
                .filter(one -> one.flags().stream().noneMatch(flag -> flag.startsWith("--from")))
                .flatMap(one -> one.arguments().stream().limit(one.arguments().size() - 1))
                .map(Path::of)
                .toList();

        assertFalse(copied.isEmpty());
        for (var path : copied) {
            assertTrue(Files.exists(path), path::toString);
            assertTrue(kept.stream().anyMatch(keep -> path.startsWith(keep) || keep.startsWith(path)), path::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void ignores_everything_that_is_not_named(Path file) throws IOException {
        assertEquals("*", Files.readAllLines(Path.of(".dockerignore")).get(0));
        assertTrue(
                instructions(file).stream()
                        .filter(one -> !one.name().equals("LABEL"))
                        .noneMatch(one ->
                                one.rest().contains("http:") || one.rest().contains("https:")),
                "nothing is fetched by hand");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void tells_what_it_is_by_the_usual_labels(Path file) {
        var labels = lastStage(file).stream()
                .filter(one -> one.name().equals("LABEL"))
                .flatMap(one -> LABEL.matcher(one.rest()).results())
                .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));

        assertEquals(Set.of("title", "description", "source", "licenses", "version"), labels.keySet());
        assertEquals(Release.version(), labels.get("version"));
        assertEquals("Apache-2.0", labels.get("licenses"));
    }

    /** A release has another context in the place of the first stage. */
    @ParameterizedTest
    @MethodSource("dockerfiles")
    void what_is_built_is_taken_from_one_folder_of_the_stage_that_builds_it(Path file) {
        assertTrue(named(file, "FROM").get(0).rest().endsWith(" AS build"));
        var built = lastStage(file).stream()
                .filter(one -> one.name().equals("COPY") && one.flags().contains("--from=build"))
                .flatMap(one -> one.arguments().stream().limit(one.arguments().size() - 1))
                .toList();

        assertEquals(1, built.size(), built::toString);
        assertTrue(built.get(0).startsWith("/out/"), built::toString);
    }

    /** Else the glibc that an executable was linked with would not be the one that it finds. */
    @Test
    void the_native_image_stands_on_what_belongs_to_the_builder() {
        var bases = named(Path.of("deploy/container/Dockerfile.native"), "FROM").stream()
                .map(from -> from.arguments().get(0))
                .toList();

        assertEquals(List.of(ContainerImages.UBI9_MANDREL_BUILDER, ContainerImages.QUARKUS_MICRO_IMAGE), bases);
    }

    private static List<Instruction> named(Path file, String name) {
        return instructions(file).stream()
                .filter(one -> one.name().equals(name))
                .toList();
    }

    private static List<Instruction> lastStage(Path file) {
        var all = instructions(file);
        return all.subList(
                all.lastIndexOf(named(file, "FROM").get(named(file, "FROM").size() - 1)), all.size());
    }

    private static List<Instruction> instructions(Path file) {
        var instructions = new ArrayList<Instruction>();
        for (var line : text(file).replace("\\\n", " ").split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var words = line.split("\\s+", 2);
                instructions.add(new Instruction(words[0], words[1].strip()));
            }
        }
        return instructions;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
