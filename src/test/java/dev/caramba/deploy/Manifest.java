package dev.caramba.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One document of a YAML file that is deployed. */
public record Manifest(Path file, JsonNode document) {

    static final Path WORKFLOWS = Path.of(".github/workflows");
    static final Path TEMPLATE = Path.of("deploy/lambda/template.yaml");
    static final Path COMPOSE = Path.of("deploy/container/compose.yaml");

    /** What needs neither a clone nor a build. */
    public static final Path TRY = Path.of("deploy/try/compose.yaml");

    static final Path KUBERNETES = Path.of("deploy/kubernetes");
    static final Path KUSTOMIZE = Path.of("deploy/kustomize");
    static final Path CHART = Path.of("deploy/helm/caramba");

    private static final Path OBSERVABILITY = Path.of("deploy/observability");

    /** What is no manifest by itself: what Prometheus reads, templates, patches. */
    private static final List<Path> OTHERS = List.of(OBSERVABILITY, CHART, KUSTOMIZE);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Every YAML document of {@code deploy} and of the workflows that is deployed as it stands. */
    public static List<Manifest> all() {
        return Stream.of(Path.of("deploy"), WORKFLOWS)
                .flatMap(Manifest::files)
                .filter(file -> file.toString().matches(".*\\.ya?ml"))
                .filter(file -> OTHERS.stream().noneMatch(file::startsWith))
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .sorted()
                .flatMap(file -> read(file).stream())
                .toList();
    }

    /** Every file below a folder. */
    public static Stream<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is for Kubernetes and Knative. */
    static List<Manifest> ofKubernetes() {
        return all().stream().filter(manifest -> !manifest.kind().isEmpty()).toList();
    }

    /** The only document of a file. */
    public static JsonNode only(Path file) {
        var documents = read(file);
        if (documents.size() != 1) {
            throw new AssertionError(file + " has " + documents.size() + " documents");
        }
        return documents.get(0).document();
    }

    String apiVersion() {
        return document.path("apiVersion").asText();
    }

    String kind() {
        return document.path("kind").asText();
    }

    String name() {
        return document.at("/metadata/name").asText();
    }

    /** Its containers, wherever they stand. */
    Stream<JsonNode> containers() {
        return document.findValues("containers").stream()
                .flatMap(
                        list -> Stream.iterate(0, i -> i + 1).limit(list.size()).map(list::get));
    }

    @Override
    public String toString() {
        return file + (kind().isEmpty() ? "" : " " + kind() + " " + name());
    }

    /** The documents of a text that a tool made of a file, or of what is in a folder. */
    static List<Manifest> parse(Path origin, String text) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull())
                    .map(document -> new Manifest(origin, document))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(origin.toString(), e);
        }
    }

    static List<Manifest> read(Path file) {
        if (file.equals(TEMPLATE)) {
            return List.of(new Manifest(file, CloudFormationYaml.read(file)));
        }
        return parse(file, Release.read(file));
    }
}
