package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be told of overlays and components without Kustomize. */
class KustomizationTest {

    private static final String NAME = "kustomization.yaml";

    static Stream<Path> kustomizations() {
        return Stream.of(Manifest.KUBERNETES, Manifest.KUSTOMIZE)
                .flatMap(Manifest::files)
                .filter(file -> file.endsWith(NAME))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void has_the_fields_that_there_are(Path file) {
        assertEquals(List.of(), Schemas.against("kustomization.json", Manifest.only(file)));
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void names_what_is_there(Path file) {
        var folder = file.getParent();
        var kustomization = Manifest.only(file);
        for (var folders : List.of("resources", "components")) {
            texts(kustomization.path(folders))
                    .map(name -> folder.resolve(name).normalize())
                    .forEach(named -> assertTrue(
                            Files.isRegularFile(named.toString().endsWith(".yaml") ? named : named.resolve(NAME)),
                            named::toString));
        }
        var files = Stream.concat(
                        texts(kustomization.path("resources")).filter(name -> name.endsWith(".yaml")),
                        kustomization.path("patches").findValuesAsText("path").stream()
                                .filter(name -> name.endsWith(".yaml")))
                .collect(Collectors.toCollection(TreeSet::new));
        var there = Manifest.files(folder)
                .filter(other -> other.getParent().equals(folder) && !other.endsWith(NAME))
                .map(other -> other.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(there, files);
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void adds_resources_that_have_the_schema_of_their_kind(Path file) {
        texts(Manifest.only(file).path("resources"))
                .filter(name -> name.endsWith(".yaml"))
                .flatMap(name -> Manifest.read(file.resolveSibling(name)).stream())
                .forEach(manifest -> assertEquals(List.of(), Schemas.check(manifest), manifest::toString));
    }

    @Test
    void components_are_apart_from_overlays() {
        kustomizations()
                .forEach(file -> assertEquals(
                        file.startsWith(Manifest.KUSTOMIZE.resolve("components")) ? "Component" : "Kustomization",
                        Manifest.only(file).path("kind").asText(),
                        file::toString));
    }

    /** Both scale by the same, and Valkey is the same for trying with Helm. */
    @Test
    void components_say_what_the_chart_says() {
        var scaled = Manifest.only(Manifest.KUSTOMIZE.resolve("components/keda/scaledobject.yaml"));
        var valkey = Manifest.read(Manifest.KUSTOMIZE.resolve("components/valkey/valkey.yaml"))
                .get(0);
        var defaults = HelmChart.defaults();

        assertEquals(
                defaults.get("autoscaling.callsInFlight").asText(),
                scaled.at("/spec/triggers/0/metadata/threshold").asText());
        assertEquals(
                Set.of(defaults.get("valkey.image").asText()),
                valkey.containers().map(one -> one.path("image").asText()).collect(Collectors.toSet()));
    }

    private static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }
}
