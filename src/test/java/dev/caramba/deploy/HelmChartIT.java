package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeysTest;
import dev.caramba.settings.TestConfig;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart as Helm renders it. Runs where Go and its modules are present. */
@EnabledIf("helmIsPresent")
class HelmChartIT {

    /** Variables of others than Caramba, but for the vendors' and those that begin with {@code QUARKUS_}. */
    private static final Set<String> OF_OTHERS = Set.of("JDK_JAVA_OPTIONS", "REDIS_URL");

    private static final String NO_KEY = "=" + "0".repeat(64);

    @TempDir
    Path folder;

    static boolean helmIsPresent() {
        return GoTool.named("helm").isPresent("the tests of the Helm chart");
    }

    /** None, and each of the examples. */
    static Stream<List<String>> values() {
        return Stream.concat(
                Stream.of(List.<String>of()),
                HelmChart.examples().stream()
                        .map(file -> List.of("-f", file.toAbsolutePath().toString())));
    }

    @ParameterizedTest
    @MethodSource("values")
    void lint_has_nothing_to_say(List<String> values) throws Exception {
        assertEquals(new ToolRun(0, ""), HelmChart.lint(folder, values));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_is_rendered_fits(List<String> values) throws Exception {
        assertEquals(List.of(), ClusterRules.broken(rendered(values)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_is_set_can_be_set(List<String> values) throws Exception {
        var manifests = rendered(values);
        var variables = manifests.stream().flatMap(Variable::of).toList();
        var ours = variables.stream()
                .filter(variable -> variable.name().startsWith("CARAMBA_"))
                .toList();
        var strange = variables.stream()
                .map(Variable::name)
                .filter(name ->
                        !name.startsWith("CARAMBA_") && !name.startsWith("QUARKUS_") && !OF_OTHERS.contains(name))
                .filter(name -> !name.matches("[A-Z]+_API_KEY(_FILE)?"))
                .toList();
        var set = Stream.concat(
                        ours.stream()
                                .filter(one -> !one.name().endsWith("_FILE"))
                                .flatMap(HelmChartIT::entry),
                        ours.stream()
                                .filter(one -> one.name().matches("CARAMBA_ACCESS_KEYS_.*_FILE"))
                                .map(one -> one.name().replace("_FILE", NO_KEY)))
                .collect(Collectors.toCollection(TreeSet::new));
        properties(manifests).forEach((key, value) -> set.add(key + "=" + value));

        assertEquals(List.of(), strange);
        assertEquals(List.of(), UnknownKeysTest.unknown(set.toArray(String[]::new)));
        assertTrue(TestConfig.with(set.toArray(String[]::new))
                .settings()
                .log()
                .requests()
                .isPresent());
    }

    @Test
    void examples_render_every_kind_and_every_template() throws Exception {
        var kinds = new TreeSet<String>();
        for (var values : values().toList()) {
            rendered(values).forEach(manifest -> kinds.add(manifest.kind()));
        }

        assertEquals(
                Set.of(
                        "ConfigMap",
                        "Deployment",
                        "HTTPRoute",
                        "HorizontalPodAutoscaler",
                        "Ingress",
                        "NetworkPolicy",
                        "Pod",
                        "PodDisruptionBudget",
                        "PodMonitor",
                        "PrometheusRule",
                        "ScaledObject",
                        "Secret",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor"),
                kinds);
    }

    @Test
    void nothing_is_a_secret_unless_it_is_written_into_the_values() throws Exception {
        for (var values : values().toList()) {
            var secrets = rendered(values).stream()
                    .filter(manifest -> manifest.kind().equals("Secret"))
                    .count();
            assertEquals(values.toString().contains("jvm-keda") ? 1 : 0, secrets, values::toString);
        }
    }

    @Test
    void values_that_the_schema_refuses_are_refused_by_helm() throws Exception {
        for (var value : List.of("replicas=many", "nosuch=1", "config.OPENAI_API_KEY=x", "autoscaling.metric=memory")) {
            var run = HelmChart.template(folder, List.of("--set", value));
            assertFalse(run.exit() == 0, value);
            assertTrue(run.printed().contains("values don't meet the specifications of the schema"), run::printed);
        }
    }

    @Test
    void values_that_contradict_each_other_are_refused() throws Exception {
        for (var values : Map.of(
                        "valkey.enabled=true,redis.url=redis://h:1", "valkey.enabled and redis",
                        "secret.values.A=x,secret.existingSecret=y", "secret.values and secret.existingSecret",
                        "secret.mode=files,secret.existingSecret=y,secret.keys={REDIS_URL},valkey.enabled=true",
                                "REDIS_URL")
                .entrySet()) {
            var run = HelmChart.template(folder, List.of("--set", values.getKey()));
            assertFalse(run.exit() == 0, values::getKey);
            assertTrue(run.printed().contains(values.getValue()), run::printed);
        }
    }

    @Test
    void the_archive_renders_the_same() throws Exception {
        var archive = HelmChart.packed(folder);
        for (var values : values().toList()) {
            assertEquals(HelmChart.template(folder, values), HelmChart.template(folder, archive, values));
        }
    }

    /** A platform that gives each project users of its own, such as OpenShift. */
    @Test
    void who_runs_it_may_be_left_to_the_platform() throws Exception {
        var manifests = rendered(List.of("--set", "podSecurityContext.runAsUser=null"));

        assertEquals(List.of(), ClusterRules.broken(manifests));
        assertTrue(manifests.stream().noneMatch(one -> one.document().toString().contains("runAsUser")));
    }

    @Test
    void other_settings_make_other_pods() throws Exception {
        assertEquals(checksum("config.CARAMBA_DEMO=true"), checksum("config.CARAMBA_DEMO=true"));
        assertFalse(checksum("config.CARAMBA_DEMO=true").equals(checksum("config.CARAMBA_DEMO=false")));
        assertFalse(checksum("properties=a=b").equals(checksum("properties=a=c")));
    }

    private String checksum(String value) throws Exception {
        return rendered(List.of("--set-json", value.replaceFirst("=(.*)", "=\"$1\""))).stream()
                .filter(manifest -> manifest.kind().equals("Deployment"))
                .map(manifest -> manifest.document()
                        .at("/spec/template/metadata/annotations/checksum~1config")
                        .asText())
                .findFirst()
                .orElseThrow();
    }

    private List<Manifest> rendered(List<String> values) throws Exception {
        var run = HelmChart.template(folder, values);
        assertEquals(0, run.exit(), run::printed);
        return Manifest.parse(Manifest.CHART, run.printed());
    }

    /** Not the name of a file that is only there in the pod. */
    private static Stream<String> entry(Variable variable) {
        return variable.literal().stream()
                .filter(value -> !value.startsWith("/run/"))
                .map(value -> variable.name() + "=" + value);
    }

    private static Properties properties(List<Manifest> manifests) throws Exception {
        var all = new Properties();
        for (var manifest : manifests) {
            all.load(new StringReader(manifest.document()
                    .path("data")
                    .path("application.properties")
                    .asText()));
        }
        return all;
    }
}
