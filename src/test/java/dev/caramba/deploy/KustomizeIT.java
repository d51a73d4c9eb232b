package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeysTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Overlays and components as Kustomize builds them. Runs where Go and its modules are present. */
@EnabledIf("kustomizeIsPresent")
class KustomizeIT {

    private static final Path COMPONENTS = Manifest.KUSTOMIZE.resolve("components");

    @TempDir
    Path folder;

    static boolean kustomizeIsPresent() {
        return GoTool.named("kustomize").isPresent("the tests of the Kustomize overlays");
    }

    static Stream<Path> overlays() {
        return Stream.of(Manifest.KUBERNETES, Manifest.KUSTOMIZE.resolve("try"), Manifest.KUSTOMIZE.resolve("example"));
    }

    static Stream<String> components() throws IOException {
        try (var folders = Files.list(COMPONENTS)) {
            return folders.map(one -> one.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void an_overlay_fits(Path overlay) throws Exception {
        var manifests = build(overlay);
        var ours = manifests.stream()
                .flatMap(Variable::of)
                .filter(variable -> variable.name().startsWith("CARAMBA_"))
                .flatMap(variable -> variable.literal().stream().map(value -> variable.name() + "=" + value))
                .toArray(String[]::new);

        assertEquals(List.of(), ClusterRules.broken(manifests));
        assertTrue(ours.length > 0);
        assertEquals(List.of(), UnknownKeysTest.unknown(ours));
    }

    @ParameterizedTest
    @MethodSource("components")
    void a_component_fits_over_the_base(String component) throws Exception {
        assertEquals(List.of(), ClusterRules.broken(build(over(component))));
        assertFalse(build(over(component)).equals(build(Manifest.KUBERNETES)));
    }

    @Test
    void the_base_is_the_plain_manifests() throws Exception {
        assertEquals(
                documents(Manifest.read(Manifest.KUBERNETES.resolve("caramba.yaml"))),
                documents(build(Manifest.KUBERNETES)));
    }

    @Test
    void what_scales_is_one() throws Exception {
        assertEquals(Set.of("HorizontalPodAutoscaler"), scaling(Manifest.KUBERNETES));
        assertEquals(Set.of("HorizontalPodAutoscaler"), scaling(over("cpu")));
        assertEquals(Set.of("ScaledObject"), scaling(over("keda")));
        assertEquals(Set.of(), scaling(Manifest.KUSTOMIZE.resolve("try")));
    }

    private Set<String> scaling(Path overlay) throws Exception {
        return build(overlay).stream()
                .map(Manifest::kind)
                .filter(Set.of("HorizontalPodAutoscaler", "ScaledObject")::contains)
                .collect(Collectors.toSet());
    }

    private static Set<Object> documents(List<Manifest> manifests) {
        return manifests.stream().map(Manifest::document).collect(Collectors.toSet());
    }

    /** An overlay outside of the project, with copies in it: Kustomize takes no absolute paths. */
    private Path over(String component) throws IOException {
        for (var source : List.of(Manifest.KUBERNETES, COMPONENTS.resolve(component))) {
            for (var file : Manifest.files(source).toList()) {
                var copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(file));
            }
        }
        var overlay = Files.createDirectories(folder.resolve("deploy/over-" + component));
        Files.writeString(
                overlay.resolve("kustomization.yaml"),
                "resources: [../kubernetes]\ncomponents: [../kustomize/components/" + component + "]\n");
        return overlay;
    }

    private List<Manifest> build(Path overlay) throws Exception {
        var command = List.of(
                GoTool.named("kustomize").path().toString(),
                "build",
                overlay.toAbsolutePath().toString());
        var run = ToolRun.of(folder, Map.of(), command);
        assertEquals(0, run.exit(), run::printed);
        return Manifest.parse(overlay, run.printed());
    }
}
