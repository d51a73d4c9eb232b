package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.DurationFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a pod has to be, as a {@code Pod} or in a {@code Deployment}: without rights that it does not need, asked for its health, ended in time. */
final class PodRules {

    private static final int PORT = 8080;

    private final Manifest manifest;
    private final JsonNode pod;
    private final List<String> wrong = new ArrayList<>();

    private PodRules(Manifest manifest) {
        this.manifest = manifest;
        pod = manifest.document().at(manifest.kind().equals("Pod") ? "/spec" : "/spec/template/spec");
    }

    /** What is wrong with the pods of a manifest, which may have none. */
    static Stream<String> broken(Manifest manifest) {
        var rules = new PodRules(manifest);
        if (!rules.pod.isMissingNode()) {
            rules.claim(
                    "has a token",
                    !rules.pod.path("automountServiceAccountToken").asBoolean(true));
            manifest.containers().forEach(rules::container);
            rules.end();
        }
        return rules.wrong.stream();
    }

    private void container(JsonNode container) {
        var own = container.path("securityContext");
        var shared = pod.path("securityContext");
        claim("writes to its root", own.path("readOnlyRootFilesystem").asBoolean());
        claim("has capabilities", own.at("/capabilities/drop/0").asText().equals("ALL"));
        claim("may escalate", !own.path("allowPrivilegeEscalation").asBoolean(true));
        claim(
                "may be root",
                own.path("runAsNonRoot").asBoolean()
                        || shared.path("runAsNonRoot").asBoolean());
        claim("has no seccomp profile", own.has("seccompProfile") || shared.has("seccompProfile"));
        claim("has no limit on memory", container.at("/resources/limits").has("memory"));
        claim("mounts what it has not", names(pod, "volumes").containsAll(names(container, "volumeMounts")));
        if (container.path("name").asText().equals("caramba")) {
            caramba(container);
        }
    }

    private void caramba(JsonNode container) {
        var image = container.path("image").asText();
        var known = Release.images().contains(image) || image.matches(Release.REPOSITORY + "@sha256:[0-9a-f]{64}");
        claim("has another image: " + image, known);
        claim("has another port", container.at("/ports/0/containerPort").asInt() == PORT);
        claim("is not asked whether it has started", asks(container, "startupProbe", "live"));
        claim("is not asked whether it lives", asks(container, "livenessProbe", "live"));
        claim("is not asked whether it is ready", asks(container, "readinessProbe", "ready"));
        claim(
                "cannot write to /tmp",
                items(container, "volumeMounts")
                        .anyMatch(mount -> mount.path("mountPath").asText().equals("/tmp")));
    }

    private static boolean asks(JsonNode container, String probe, String health) {
        var get = container.path(probe).path("httpGet");
        return get.path("path").asText().equals("/q/health/" + health)
                && get.path("port").asText().equals("http");
    }

    /** The platform waits longer than the process takes to stop, and calls are taken until nobody sends any more. */
    private void end() {
        if (pod.has("terminationGracePeriodSeconds")) {
            long before =
                    pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong()
                            + seconds("QUARKUS_SHUTDOWN_DELAY", "0s");
            long stop = before + seconds("QUARKUS_SHUTDOWN_TIMEOUT", "8s");
            claim(
                    "is killed before it has stopped",
                    pod.path("terminationGracePeriodSeconds").asLong() > stop);
            claim("refuses calls while they are still sent to it", before > 0);
        }
    }

    private long seconds(String variable, String otherwise) {
        var value = Variable.of(manifest)
                .filter(set -> set.name().equals(variable))
                .flatMap(set -> set.literal().stream())
                .findFirst()
                .orElse(otherwise);
        return DurationFormat.read(value).orElseThrow().toSeconds();
    }

    private void claim(String otherwise, boolean holds) {
        if (!holds) {
            wrong.add(manifest + ": " + otherwise);
        }
    }

    private static Set<String> names(JsonNode node, String list) {
        return items(node, list).map(item -> item.path("name").asText()).collect(Collectors.toSet());
    }

    private static Stream<JsonNode> items(JsonNode node, String list) {
        return StreamSupport.stream(node.path(list).spliterator(), false);
    }
}
