package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a schema does not say: that manifests fit each other, the product, and what is asked of a good neighbour. */
class ManifestRulesTest {

    private static final int PORT = 8080;
    private static final Path BINDING = Path.of("src/http/resources/META-INF/microprofile-config.properties");

    @TestFactory
    Stream<DynamicTest> containers_have_no_more_rights_than_they_need() {
        return containers(container -> true, container -> {
            var rights = container.path("securityContext");
            assertTrue(rights.path("readOnlyRootFilesystem").asBoolean(), "may write to its root");
            assertEquals("[\"ALL\"]", rights.at("/capabilities/drop").toString());
            assertEquals("false", rights.path("allowPrivilegeEscalation").asText());
            assertTrue(container.at("/resources/limits").has("memory"), "no limit on memory");
        });
    }

    @Test
    void nobody_is_root() {
        for (var manifest : Manifest.ofKubernetes()) {
            manifest.containers().forEach(container -> {
                var pod = manifest.document().at("/spec/template/spec/securityContext");
                assertTrue(
                        container.at("/securityContext/runAsNonRoot").asBoolean()
                                || pod.path("runAsNonRoot").asBoolean(),
                        manifest::toString);
                assertTrue(
                        container.at("/securityContext/seccompProfile").has("type")
                                || pod.path("seccompProfile").has("type"),
                        manifest::toString);
            });
        }
    }

    @TestFactory
    Stream<DynamicTest> probes_ask_for_what_they_mean_on_the_port_that_is_there() {
        return containers(ManifestRulesTest::isCaramba, container -> {
            assertEquals(PORT, container.at("/ports/0/containerPort").asInt());
            assertEquals(
                    "/q/health/live",
                    container.at("/livenessProbe/httpGet/path").asText());
            assertEquals(
                    "/q/health/ready",
                    container.at("/readinessProbe/httpGet/path").asText());
            var port = container.at("/ports/0/name").asText();
            container.findValues("httpGet").stream()
                    .filter(get -> get.has("port"))
                    .forEach(get -> assertEquals(port, get.path("port").asText()));
            assertEquals("/tmp", container.at("/volumeMounts/0/mountPath").asText());
        });
    }

    /** Knative's webhook refuses one without a period that has a timeout or counts failures. */
    @TestFactory
    Stream<DynamicTest> a_readiness_probe_without_a_period_has_nothing_that_needs_one() {
        return containers(ManifestRulesTest::isCaramba, container -> {
            var probe = container.path("readinessProbe");
            assertTrue(probe.has("periodSeconds") || !probe.has("timeoutSeconds") && !probe.has("failureThreshold"));
        });
    }

    @TestFactory
    Stream<DynamicTest> each_key_of_the_secret_is_a_variable() {
        return containers(ManifestRulesTest::isCaramba, container -> {
            var secrets = container.findValues("secretRef");
            assertEquals(1, secrets.size());
            assertEquals("caramba", secrets.get(0).path("name").asText());
            assertTrue(secrets.get(0).path("optional").asBoolean(), "does not start without");
        });
    }

    @Test
    void whatever_is_referred_to_is_there() {
        var all = Manifest.ofKubernetes();
        var there = all.stream()
                .map(one -> one.apiVersion() + "/" + one.kind() + "/" + one.name())
                .collect(Collectors.toSet());
        var named = Stream.of("ref", "scaleTargetRef")
                .flatMap(field -> all.stream().flatMap(one -> one.document().findValues(field).stream()))
                .map(ref -> ref.path("apiVersion").asText() + "/"
                        + ref.path("kind").asText() + "/" + ref.path("name").asText())
                .collect(Collectors.toSet());
        all.stream()
                .map(one -> one.document().at("/spec/broker"))
                .filter(JsonNode::isTextual)
                .forEach(broker -> named.add("eventing.knative.dev/v1/Broker/" + broker.asText()));

        assertTrue(named.size() > 3, named::toString);
        assertEquals(Set.of(), minus(named, there));
    }

    @Test
    void selectors_find_the_pods() {
        var kubernetes = Manifest.ofKubernetes().stream()
                .filter(one -> one.file().toString().contains("kubernetes"))
                .toList();
        var labels = one(kubernetes, "Deployment").document().at("/spec/template/metadata/labels");

        assertEquals(labels, one(kubernetes, "Deployment").document().at("/spec/selector/matchLabels"));
        assertEquals(labels, one(kubernetes, "Service").document().at("/spec/selector"));
        assertEquals(labels, one(kubernetes, "PodDisruptionBudget").document().at("/spec/selector/matchLabels"));
        assertEquals(labels, one(kubernetes, "NetworkPolicy").document().at("/spec/podSelector/matchLabels"));
        assertEquals(
                PORT,
                one(kubernetes, "NetworkPolicy")
                        .document()
                        .at("/spec/ingress/0/ports/0/port")
                        .asInt());
    }

    @Test
    void what_is_open_is_reachable_inside_the_cluster_only() {
        for (var manifest : Manifest.ofKubernetes()) {
            if (manifest.document().toString().contains("CARAMBA_ACCESS_OPEN")) {
                assertEquals(
                        "cluster-local",
                        manifest.document()
                                .at("/metadata/labels/networking.knative.dev~1visibility")
                                .asText(),
                        manifest::toString);
            }
        }
    }

    @Test
    void each_type_of_event_that_a_function_takes_or_gives_has_a_trigger() {
        var types = Manifest.ofKubernetes().stream()
                .map(one -> one.document().at("/spec/filter/attributes/type").asText())
                .collect(Collectors.toSet());
        var mapped = mappedTypes();

        assertTrue(mapped.contains("caramba.generate"), mapped::toString);
        assertEquals(Set.of(), minus(mapped, types));
    }

    private static Set<String> mappedTypes() {
        var keys = new Properties();
        try (var file = Files.newBufferedReader(BINDING)) {
            keys.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys.stringPropertyNames().stream()
                .filter(key -> key.endsWith(".trigger") || key.endsWith(".response-type"))
                .map(keys::getProperty)
                .collect(Collectors.toSet());
    }

    private static Stream<DynamicTest> containers(Predicate<JsonNode> which, Consumer<JsonNode> check) {
        return Manifest.ofKubernetes().stream()
                .flatMap(manifest -> manifest.containers()
                        .filter(which)
                        .map(container -> DynamicTest.dynamicTest(manifest.toString(), () -> check.accept(container))));
    }

    private static boolean isCaramba(JsonNode container) {
        return Release.images().contains(container.path("image").asText());
    }

    private static Manifest one(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> minus(Set<String> all, Set<String> others) {
        var rest = new HashSet<>(all);
        rest.removeAll(others);
        return rest;
    }
}
