package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of the chart without Helm. */
class HelmValuesTest {

    private static final Path README = Manifest.CHART.resolve("README.md");

    @Test
    void the_defaults_are_valid() {
        assertEquals(List.of(), HelmChart.refusals(yaml("{}")));
    }

    @ParameterizedTest
    @MethodSource("dev.caramba.deploy.HelmChart#examples")
    void the_examples_are_valid(Path example) {
        assertEquals(List.of(), HelmChart.refusals(Manifest.only(example)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch: 1",
                "replicas: many",
                "replicas: -1",
                "image: {nosuch: 1}",
                "image: {variant: jit}",
                "image: {digest: sha256:abc}",
                "image: {repository: 'ghcr.io/x y'}",
                "config: {caramba.log: json}",
                "config: {CARAMBA_LOG: [json]}",
                "config: {OPENAI_API_KEY: x}",
                "config: {CARAMBA_PROVIDERS_MINE_API_KEY: x}",
                "config: {CARAMBA_ACCESS_KEYS_ME: x}",
                "config: {CARAMBA_PROVIDERS_MINE_HEADERS_AUTHORIZATION: x}",
                "config: {HF_TOKEN: x}",
                "config: {REDIS_URL: 'redis://:x@h'}",
                "config: {REDIS_PASSWORD: x}",
                "config: {QUARKUS_HTTP_PORT: 8081}",
                "config: {QUARKUS_SHUTDOWN_TIMEOUT: 10s}",
                "secret: {mode: both}",
                "secret: {keys: [openai-api-key]}",
                "secret: {mode: files, existingSecret: x}",
                "secret: {existingSecret: Not_A_Name}",
                "secret: {values: {openai: x}}",
                "secret: {values: {OPENAI_API_KEY: ''}}",
                "redis: {url: 'redis://user:secret@host:6379'}",
                "redis: {url: 'http://host'}",
                "shutdown: {timeoutSeconds: 10m}",
                "shutdown: {preStopSeconds: -1}",
                "resources: {native: {requests: {cpu: a lot}}}",
                "resources: {nosuch: {}}",
                "autoscaling: {metric: memory}",
                "autoscaling: {enabled: true, metric: keda}",
                "autoscaling: {callsInFlight: 0}",
                "podDisruptionBudget: {maxUnavailable: half}",
                "service: {port: 70000}",
                "service: {type: ExternalName}",
                "ingress: {enabled: true}",
                "ingress: {path: v1}",
                "httpRoute: {enabled: true}",
                "httpRoute: {timeout: soon}",
                "networkPolicy: {otlpPorts: [0]}",
                "networkPolicy: {modelServerPorts: [http]}",
                "monitor: {kind: Probe}",
                "monitor: {interval: often}",
                "extraEnv: [{value: x}]",
            })
    void mistakes_are_refused(String values) {
        assertFalse(HelmChart.refusals(yaml(values)).isEmpty());
    }

    @Test
    void templates_read_what_there_is_and_nothing_is_there_that_none_reads() {
        var defaults = HelmChart.defaults().keySet();
        var used = HelmChart.used();

        used.forEach(path -> assertTrue(
                defaults.stream()
                        .anyMatch(one -> (one + ".").startsWith(path + ".") || (path + ".").startsWith(one + ".")),
                path));
        var unread = new TreeSet<>(defaults);
        unread.removeIf(one -> used.stream().anyMatch(path -> (one + ".").startsWith(path + ".")));
        // read by way of a variable
        unread.removeIf(one -> one.matches("(shutdown|autoscaling|networkPolicy)\\..*"));
        assertEquals(new TreeSet<String>(), unread);
    }

    @Test
    void the_readme_names_each_value_with_its_default() {
        var readme = Release.read(README).split("## Values")[1];
        HelmChart.defaults().forEach((path, value) -> {
            var row = readme.lines()
                    .filter(line -> line.startsWith("| `" + path + "` |"))
                    .toList();
            assertEquals(1, row.size(), path);
            if (!value.isObject()) {
                var wanted = value.isTextual() && value.asText().isEmpty() || value.isArray() && value.isEmpty()
                        ? "|  |"
                        : "| `"
                                + (value.isTextual()
                                        ? value.asText()
                                        : value.toString().replace("\"", "").replace(",", ", "))
                                + "` |";
                assertTrue(row.get(0).contains(wanted), () -> row + " says other than " + wanted);
            }
        });
        var rows = readme.lines().filter(line -> line.startsWith("| `")).count();
        assertEquals(HelmChart.defaults().size(), rows);
    }

    @Test
    void the_chart_installs_the_latest_release() {
        var chart = Manifest.only(Manifest.CHART.resolve("Chart.yaml"));

        assertEquals(Release.version(), chart.path("version").asText());
        assertEquals(Release.version(), chart.path("appVersion").asText());
        assertEquals(
                Release.REPOSITORY, HelmChart.defaults().get("image.repository").asText());
        assertTrue(
                Release.read(README).contains("oci://" + Release.CHARTS + "/caramba --version " + Release.version()));
    }

    @Test
    void the_alert_rules_are_those_of_the_project() {
        assertEquals(
                Release.read(Path.of("deploy/observability/caramba-alerts.yaml")),
                Release.read(Manifest.CHART.resolve("files/caramba-alerts.yaml")));
    }

    /** The file is read from the folder {@code config} of the working directory. */
    @Test
    void the_file_of_properties_is_where_the_images_look_for_it() {
        assertTrue(Release.read(Manifest.CHART.resolve("templates/deployment.yaml"))
                .contains("mountPath: /app/config\n"));
        for (var image : List.of("native", "jvm")) {
            var directories = Release.read(Path.of("deploy/container/Dockerfile." + image))
                    .lines()
                    .filter(line -> line.startsWith("WORKDIR "))
                    .toList();
            assertEquals("WORKDIR /app", directories.get(directories.size() - 1));
        }
    }

    private static JsonNode yaml(String text) {
        return Manifest.parse(HelmChart.VALUES, text).get(0).document();
    }
}
