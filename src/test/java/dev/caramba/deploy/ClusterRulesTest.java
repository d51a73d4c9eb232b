package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain manifests of Kubernetes, and what the rules find where they are spoilt. */
class ClusterRulesTest {

    private static final Path FILE = Manifest.KUBERNETES.resolve("caramba.yaml");

    /** What a user may set. */
    private static final String ADDRESSES = String.join(
            "\n",
            Stream.of(
                            "CARAMBA_PROVIDERS_MYVLLM_BASE_URL: http://vllm:8000/v1",
                            "REDIS_URL: redis://valkey",
                            "OTEL_EXPORTER_OTLP_ENDPOINT: http://collector:4318")
                    .map(line -> "  " + line)
                    .toList());

    @Test
    void the_plain_manifests_fit() {
        assertEquals(List.of(), ClusterRules.broken(Manifest.read(FILE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false",
                "`      automountServiceAccountToken: false` | `      automountServiceAccountToken: true`",
                "runAsNonRoot: true | runAsNonRoot: false",
                "drop: [\"ALL\"] | drop: [\"NET_RAW\"]",
                "image: ghcr.io | image: ghcr.example",
                "path: /q/health/ready | path: /q/health/live",
                "containerPort: 8080 | containerPort: 8081",
                "mountPath: /tmp | mountPath: /var/tmp",
                "- name: tmp | - name: temporary",
                "`  selector:\n    app.kubernetes.io/name: caramba` | `  selector:\n    app.kubernetes.io/name: other`",
                "`  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: caramba` | `  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: other`",
                "`  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: caramba` | `  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: other`",
                "`            - configMapRef:\n                name: caramba` | `            - configMapRef:\n                name: other`",
                "serviceAccountName: caramba | serviceAccountName: other",
                "terminationGracePeriodSeconds: 620 | terminationGracePeriodSeconds: 605",
                "seconds: 5 | seconds: 0",
                "port: 53 | port: 54",
                "port: 443 | port: 444",
                "port: 4318 | port: 4319",
                "port: 6379 | port: 6380",
                "port: 8000 | port: 8001",
                "except: [\"169.254.169.254/32\"] | except: []",
                "name: caramba_calls_in_flight | name: caramba_calls_seconds",
                "`spec:\n  selector:\n    matchLabels` | `spec:\n  replicas: 2\n  selector:\n    matchLabels`",
                "CARAMBA_LOG: \"json\" | CARAMBA_TRACING_ENDPOINT: http://collector:4320",
                "minReplicas: 2 | minReplicas: two",
            })
    void each_mistake_is_found(String right, String wrong) {
        var text = Release.read(FILE).replace("CARAMBA_LOG: \"json\"", "CARAMBA_LOG: \"json\"\n" + ADDRESSES);
        assertEquals(List.of(), ClusterRules.broken(Manifest.parse(FILE, text)));
        assertTrue(text.contains(right), right);

        var spoilt = text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));

        assertFalse(ClusterRules.broken(Manifest.parse(FILE, spoilt)).isEmpty());
    }
}
