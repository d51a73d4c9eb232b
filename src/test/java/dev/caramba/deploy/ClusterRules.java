package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.observe.DocumentedMeters;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What has to hold for all that goes to a cluster together, whoever made it: each manifest has the schema of its kind, they fit each
 * other, and they fit the product.
 */
final class ClusterRules {

    private static final Pattern METER = Pattern.compile("\\bcaramba_[a-z_]+");
    private static final Pattern ADDRESS = Pattern.compile("(\\w+)://[^/:,\\s]+(?::(\\d+))?(?:/\\S*)?");
    private static final Set<String> ENCRYPTED = Set.of("https");

    private final List<Manifest> all;
    private final Set<String> wrong = new TreeSet<>();

    private ClusterRules(List<Manifest> all) {
        this.all = all;
    }

    /** What is wrong with them. */
    static List<String> broken(List<Manifest> manifests) {
        var rules = new ClusterRules(manifests);
        rules.schemas();
        manifests.stream().flatMap(PodRules::broken).forEach(rules.wrong::add);
        rules.selectors();
        rules.references();
        rules.doors();
        rules.meters();
        return List.copyOf(rules.wrong);
    }

    private void schemas() {
        for (var manifest : all) {
            Schemas.check(manifest).forEach(message -> wrong.add(manifest + ": " + message));
        }
    }

    private void selectors() {
        var pods = all.stream()
                .filter(manifest -> manifest.kind().equals("Deployment"))
                .map(manifest -> manifest.document().at("/spec/template/metadata/labels"))
                .toList();
        for (var manifest : all) {
            for (var place : List.of("/spec/selector/matchLabels", "/spec/podSelector/matchLabels", "/spec/selector")) {
                var selector = manifest.document().at(place);
                if (selector.isObject() && !selector.has("matchLabels")) {
                    var labels = manifest.kind().equals("ServiceMonitor") ? labelsOfServices() : pods;
                    claim(
                            manifest,
                            "selects other than one",
                            labels.stream().filter(has(selector)).count() == 1);
                }
            }
            items(manifest.document().at("/spec/template/spec/topologySpreadConstraints"))
                    .map(constraint -> constraint.at("/labelSelector/matchLabels"))
                    .forEach(selector ->
                            claim(manifest, "spreads others", pods.stream().anyMatch(has(selector))));
        }
    }

    private List<JsonNode> labelsOfServices() {
        return all.stream()
                .filter(manifest -> manifest.kind().equals("Service"))
                .map(manifest -> manifest.document().at("/metadata/labels"))
                .toList();
    }

    private void references() {
        var there = all.stream().map(one -> one.kind() + "/" + one.name()).collect(Collectors.toSet());
        for (var manifest : all) {
            var document = manifest.document();
            values(document, "scaleTargetRef").forEach(ref -> {
                claim(
                        manifest,
                        "scales nothing",
                        there.contains("Deployment/" + ref.path("name").asText()));
                claim(
                        manifest,
                        "scales a fixed number",
                        all.stream()
                                .filter(one -> one.kind().equals("Deployment")
                                        && one.name().equals(ref.path("name").asText()))
                                .noneMatch(one -> one.document().path("spec").has("replicas")));
            });
            Stream.concat(
                            values(document, "configMapRef"),
                            items(document.at("/spec/template/spec/volumes"))
                                    .filter(volume ->
                                            volume.path("name").asText().equals("properties"))
                                    .map(volume -> volume.path("configMap")))
                    .forEach(ref -> claim(
                            manifest,
                            "has no " + ref,
                            there.contains("ConfigMap/" + ref.path("name").asText())));
            Stream.concat(
                            values(document, "backend").map(backend -> backend.path("service")),
                            values(document, "backendRefs").flatMap(ClusterRules::items))
                    .forEach(service -> claim(
                            manifest,
                            "leads nowhere",
                            there.contains("Service/" + service.path("name").asText())));
            var account = document.at("/spec/template/spec/serviceAccountName").asText("default");
            claim(
                    manifest,
                    "has no account " + account,
                    account.equals("default") || there.contains("ServiceAccount/" + account));
        }
    }

    /** Whatever is named by an address, names of hosts themselves, and TLS is let out. */
    private void doors() {
        var policies = all.stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .filter(manifest -> !manifest.name().contains("valkey"))
                .toList();
        for (var policy : policies) {
            var ports = values(policy.document().path("spec"), "egress")
                    .flatMap(ClusterRules::items)
                    .flatMap(rule -> items(rule.path("ports")))
                    .toList();
            var open = ports.stream().map(port -> port.path("port").asInt()).collect(Collectors.toSet());
            claim(
                    policy,
                    "lets no names out",
                    ports.stream()
                            .filter(port -> port.path("port").asInt() == 53)
                            .anyMatch(port -> port.path("protocol").asText().equals("UDP")));
            claim(policy, "lets no TLS out", open.contains(443));
            claim(
                    policy,
                    "lets nobody in",
                    policy.document().at("/spec/ingress/0/ports/0/port").asInt() == 8080);
            claim(
                    policy,
                    "lets the cloud's metadata out",
                    values(policy.document(), "ipBlock")
                            .noneMatch(block -> block.path("except").isEmpty()));
            addresses().forEach(port -> claim(policy, "lets nothing out to " + port, open.contains(port)));
        }
    }

    private Stream<Integer> addresses() {
        return all.stream()
                .flatMap(Variable::of)
                .flatMap(variable -> variable.literal().stream())
                .map(ADDRESS::matcher)
                .filter(address -> address.matches())
                .map(address -> address.group(2) != null
                        ? Integer.parseInt(address.group(2))
                        : ENCRYPTED.contains(address.group(1))
                                ? 443
                                : address.group(1).startsWith("redis") ? 6379 : 80);
    }

    /** What is scaled by is a gauge that there is. */
    private void meters() {
        for (var manifest : all) {
            if (Set.of("HorizontalPodAutoscaler", "ScaledObject").contains(manifest.kind())) {
                METER.matcher(manifest.document().path("spec").toString())
                        .results()
                        .forEach(found -> {
                            var meter = DocumentedMeters.all().get(found.group());
                            claim(
                                    manifest,
                                    "scales by " + found.group(),
                                    meter != null && meter.type().equals("gauge"));
                        });
            }
        }
    }

    private void claim(Manifest manifest, String otherwise, boolean holds) {
        if (!holds) {
            wrong.add(manifest + ": " + otherwise);
        }
    }

    private static Predicate<JsonNode> has(JsonNode selector) {
        return labels -> selector.properties().stream()
                .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private static Stream<JsonNode> values(JsonNode node, String field) {
        return node.findValues(field).stream();
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
