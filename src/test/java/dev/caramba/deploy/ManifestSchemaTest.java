package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every manifest against the schema of its kind. */
class ManifestSchemaTest {

    /** Where a field that there is not is put, and must be found, by what the manifest is. */
    private static final Map<String, String> DEEP = Map.of(
            "compose", "/services/valkey/healthcheck",
            "ci", "/jobs/verify/strategy",
            "release", "/jobs/native/strategy",
            "template", "/Resources/BatchRequests/Properties/ScalingConfig",
            "Deployment", "/spec/template/spec/containers/0/livenessProbe",
            "Trigger", "/spec/filter",
            "KafkaSource", "/spec/sink/ref",
            "NetworkPolicy", "/spec/egress/0/ports/0");

    @TestFactory
    Stream<DynamicTest> is_valid() {
        return Manifest.all().stream()
                .map(manifest -> DynamicTest.dynamicTest(
                        manifest.toString(), () -> assertEquals(List.of(), Schemas.check(manifest))));
    }

    @TestFactory
    Stream<DynamicTest> would_not_be_with_a_field_that_there_is_not() {
        return Manifest.all().stream()
                .map(manifest -> DynamicTest.dynamicTest(
                        manifest.toString(),
                        () -> assertFalse(
                                Schemas.check(spoilt(manifest, place(manifest))).isEmpty())));
    }

    @Test
    void would_not_be_with_a_value_of_another_type() {
        var replicas =
                changed("deploy/kubernetes/caramba.yaml HorizontalPodAutoscaler caramba", "/spec", "maxReplicas");
        var concurrency =
                changed("deploy/knative/service.yaml Service caramba", "/spec/template/spec", "containerConcurrency");
        var port = changed(
                "deploy/knative/service.yaml Service caramba",
                "/spec/template/spec/containers/0/ports/0",
                "containerPort");
        var timeout = changed("deploy/lambda/template.yaml", "/Resources/ProvidersFunction/Properties", "Timeout");

        for (var manifest : List.of(replicas, concurrency, port, timeout)) {
            assertFalse(Schemas.check(manifest).isEmpty(), manifest::toString);
        }
    }

    @Test
    void covers_everything_that_is_deployed() {
        var kinds = Manifest.ofKubernetes().stream().map(Manifest::kind).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                Set.of(
                        "Broker",
                        "ConfigMap",
                        "Deployment",
                        "HorizontalPodAutoscaler",
                        "KafkaSink",
                        "KafkaSource",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "RabbitmqSource",
                        "Service",
                        "ServiceAccount",
                        "SinkBinding",
                        "Trigger"),
                kinds);
    }

    private static String place(Manifest manifest) {
        var name = manifest.kind().isEmpty()
                ? manifest.file().getFileName().toString().replace(".yaml", "")
                : manifest.kind();
        var fallback = manifest.document().has("spec") ? "/spec" : "/metadata";
        return DEEP.getOrDefault(name, fallback);
    }

    private static Manifest spoilt(Manifest manifest, String place) {
        return with(manifest, place, node -> node.put("noSuchField", "x"));
    }

    private static Manifest changed(String manifest, String place, String field) {
        var found = Manifest.all().stream()
                .filter(one -> one.toString().equals(manifest))
                .findFirst()
                .orElseThrow();
        return with(found, place, node -> node.put(field, "many"));
    }

    private static Manifest with(Manifest manifest, String place, Consumer<ObjectNode> change) {
        JsonNode copy = manifest.document().deepCopy();
        change.accept((ObjectNode) copy.at(place));
        return new Manifest(manifest.file(), copy);
    }
}
