package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.observe.DocumentedMeters;
import dev.caramba.observe.ProcessMeters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules ask for meters and labels that there are. */
class ObservabilityTest {

    private static final Path FOLDER = Path.of("deploy/observability");
    private static final Pattern SERIES = Pattern.compile("\\b(caramba_[a-z_]+)(\\{[^}]*})?");
    /** Of whatever Quarkus and its libraries have meters of. */
    private static final Pattern PROCESS = Pattern.compile(
            "\\b((?:process|system|jvm|base|vendor|http|worker|netty|vertx|redis|executor)_[a-z0-9_]+)");

    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPED = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");

    /** Every scraped series has them. */
    private static final Set<String> PROMETHEUS = Set.of("job", "instance");

    @Test
    void the_dashboard_is_whole() throws IOException {
        var dashboard = dashboard();
        var panels = StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .toList();
        var ids = new HashSet<Integer>();

        assertTrue(dashboard.path("schemaVersion").asInt() >= 36, "schema too old");
        assertTrue(panels.stream().allMatch(panel -> ids.add(panel.path("id").asInt())), "an id twice");
        assertEquals("datasource", dashboard.at("/templating/list/0/type").asText());
        panels.stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .forEach(panel -> {
                    assertEquals("${datasource}", panel.at("/datasource/uid").asText(), panel::toString);
                    assertFalse(panel.path("targets").isEmpty(), panel::toString);
                    assertTrue(
                            panel.at("/gridPos/x").asInt()
                                            + panel.at("/gridPos/w").asInt()
                                    <= 24,
                            panel::toString);
                });
    }

    @Test
    void what_is_asked_for_is_there() throws IOException {
        var meters = DocumentedMeters.all();
        for (var expression : expressions()) {
            var series = SERIES.matcher(expression).results().toList();
            assertFalse(
                    series.isEmpty()
                            && !expression.startsWith("up{")
                            && !PROCESS.matcher(expression).find(),
                    expression);
            var labels = new TreeSet<>(PROMETHEUS);
            for (var one : series) {
                var meter = meters.get(DocumentedMeters.family(one.group(1)));
                assertTrue(meter != null, () -> one.group(1) + " in " + expression);
                labels.addAll(meter.labels());
                if (one.group(1).endsWith("_bucket")) {
                    assertEquals("histogram", meter.type(), expression);
                    labels.add("le");
                }
                MATCHER.matcher(one.group(2) == null ? "" : one.group(2))
                        .results()
                        .map(matcher -> matcher.group(1))
                        .forEach(label -> assertTrue(
                                meter.labels().contains(label) || PROMETHEUS.contains(label),
                                () -> label + " in " + expression));
            }
            GROUPED.matcher(expression)
                    .results()
                    .flatMap(by -> Stream.of(by.group(1).split(",")))
                    .map(String::strip)
                    .forEach(label -> assertTrue(labels.contains(label), () -> label + " in " + expression));
        }
    }

    /** No panel is empty and no alert silent because what runs is a native executable. */
    @Test
    void what_is_asked_of_the_process_is_there_natively_too() throws IOException {
        var process = ProcessMeters.all();
        assertTrue(process.stream().anyMatch(name -> !name.natively()), process::toString);
        var asked = expressions().stream()
                .flatMap(expression -> PROCESS.matcher(expression).results())
                .map(series -> series.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(asked.contains("process_resident_memory_bytes"), asked::toString);
        asked.forEach(meter -> assertTrue(
                process.stream().anyMatch(name -> name.natively() && name.matches(meter)),
                () -> meter + " is not documented as one that a native executable has"));
    }

    @Test
    void every_meter_is_on_the_dashboard() throws IOException {
        var shown = dashboardExpressions().stream()
                .flatMap(expression -> SERIES.matcher(expression).results())
                .map(series -> DocumentedMeters.family(series.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(DocumentedMeters.all().keySet()), shown);
    }

    @Test
    void every_alert_says_what_it_means_and_how_bad_it_is() throws IOException {
        var names = new HashSet<String>();
        for (var rule : rules()) {
            assertTrue(names.add(rule.path("alert").asText()), rule::toString);
            assertTrue(
                    Set.of("critical", "warning", "info")
                            .contains(rule.at("/labels/severity").asText()),
                    rule::toString);
            assertFalse(rule.at("/annotations/summary").asText().isBlank(), rule::toString);
            assertFalse(rule.at("/annotations/description").asText().isBlank(), rule::toString);
        }
        assertTrue(names.size() >= 10, names::toString);
    }

    @Test
    void the_example_scrapes_where_the_meters_are_and_loads_the_rules() {
        var prometheus = Manifest.only(FOLDER.resolve("prometheus.yaml"));

        assertEquals("caramba-alerts.yaml", prometheus.at("/rule_files/0").asText());
        prometheus
                .path("scrape_configs")
                .forEach(job ->
                        assertEquals("/q/metrics", job.path("metrics_path").asText()));
    }

    private static List<String> expressions() throws IOException {
        return Stream.concat(
                        dashboardExpressions().stream(),
                        rules().stream().map(rule -> rule.path("expr").asText()))
                .toList();
    }

    private static List<String> dashboardExpressions() throws IOException {
        return dashboard().findValues("expr").stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> rules() {
        return Manifest.only(FOLDER.resolve("caramba-alerts.yaml")).findValues("rules").stream()
                .flatMap(rules -> StreamSupport.stream(rules.spliterator(), false))
                .toList();
    }

    private static JsonNode dashboard() throws IOException {
        return Json.object(Files.readString(FOLDER.resolve("grafana-dashboard.json")))
                .orElseThrow();
    }
}
