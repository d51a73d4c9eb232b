package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What neither the schema nor actionlint says of a workflow. */
class WorkflowTest {

    private static final Path RELEASE = Manifest.WORKFLOWS.resolve("release.yaml");
    private static final Path CI = Manifest.WORKFLOWS.resolve("ci.yaml");
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@(v\\d+\\.\\d+\\.\\d+|[0-9a-f]{40})");
    private static final Pattern FILE = Pattern.compile("(?:deploy|\\.ci)/[\\w./-]*\\w");

    static Stream<Manifest> workflows() {
        return Manifest.all().stream().filter(manifest -> manifest.file().startsWith(Manifest.WORKFLOWS));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void actions_are_pinned_to_an_exact_version(Manifest workflow) {
        var actions = steps(workflow)
                .map(step -> step.path("uses").asText())
                .filter(uses -> !uses.isEmpty())
                .toList();

        assertFalse(actions.isEmpty());
        actions.forEach(uses -> assertTrue(PINNED.matcher(uses).matches(), uses));
    }

    /** Whoever names a branch or a tag would else write a script: values go through the environment. */
    @ParameterizedTest
    @MethodSource("workflows")
    void no_expression_stands_in_a_script(Manifest workflow) {
        steps(workflow).forEach(step -> assertFalse(step.path("run").asText().contains("${{"), step::toString));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void each_job_ends(Manifest workflow) {
        jobs(workflow)
                .forEach((name, job) -> assertTrue(job.path("timeout-minutes").isInt(), name));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void scripts_and_manifests_that_are_named_are_there(Manifest workflow) {
        var named = steps(workflow)
                .flatMap(step -> FILE.matcher(step.path("run").asText().replace("$KIND", "jvm"))
                        .results())
                .map(result -> result.group())
                .collect(Collectors.toCollection(TreeSet::new));
        named.removeIf(file -> Files.exists(Path.of(file)));

        assertEquals(Set.of(), named);
    }

    @Test
    void only_what_publishes_may_write() {
        var writing = workflows()
                .flatMap(workflow -> jobs(workflow).entrySet().stream())
                .filter(job -> job.getValue().path("permissions").toString().contains("write"))
                .collect(Collectors.toMap(Map.Entry::getKey, job -> permissions(job.getValue())));

        assertEquals(
                Map.of(
                        "image", Set.of("packages"),
                        "publish", Set.of("attestations", "contents", "id-token", "packages")),
                writing);
        assertEquals(
                "{\"contents\":\"read\"}", Manifest.only(CI).path("permissions").toString());
        assertEquals("{}", Manifest.only(RELEASE).path("permissions").toString());
    }

    @Test
    void both_architectures_are_tested_natively_and_released() {
        var runners = Set.of("ubuntu-24.04", "ubuntu-24.04-arm");

        assertEquals(runners, texts(Manifest.only(CI).at("/jobs/native/strategy/matrix/runner")));
        for (var job : List.of("native", "image")) {
            var matrix = Manifest.only(RELEASE).at("/jobs/" + job + "/strategy/matrix");
            assertEquals(runners, Set.copyOf(matrix.findValuesAsText("runner")), job);
            assertEquals(
                    Set.of("amd64", "arm64"), Set.copyOf(matrix.path("include").findValuesAsText("architecture")), job);
        }
    }

    @Test
    void a_release_has_the_names_that_everything_else_uses() {
        var env = Manifest.only(RELEASE).path("env");

        assertEquals(Release.REPOSITORY, env.path("IMAGE").asText());
        assertEquals("oci://" + Release.CHARTS, env.path("CHARTS").asText());
    }

    @Test
    void nothing_is_published_that_was_not_checked() {
        var jobs = jobs(new Manifest(RELEASE, Manifest.only(RELEASE)));

        jobs.forEach(
                (name, job) -> assertEquals(!name.equals("check"), needs(job).contains("check"), name));
        assertTrue(needs(jobs.get("image")).containsAll(Set.of("jvm", "native")));
        assertTrue(needs(jobs.get("publish")).contains("image"));
    }

    private static Map<String, JsonNode> jobs(Manifest workflow) {
        return workflow.document().path("jobs").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<JsonNode> steps(Manifest workflow) {
        return jobs(workflow).values().stream().flatMap(job -> job.path("steps").valueStream());
    }

    private static Set<String> needs(JsonNode job) {
        var needs = job.path("needs");
        return needs.isTextual() ? Set.of(needs.asText()) : texts(needs);
    }

    private static Set<String> permissions(JsonNode job) {
        return job.path("permissions").properties().stream()
                .filter(one -> one.getValue().asText().equals("write"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Set<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    }
}
