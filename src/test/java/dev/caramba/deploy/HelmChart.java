package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The chart: its values, the schema that they are held against, its templates. */
final class HelmChart {

    static final Path VALUES = Manifest.CHART.resolve("values.yaml");
    static final Path SCHEMA = Manifest.CHART.resolve("values.schema.json");

    /** Values that it is tried with. */
    static final Path EXAMPLES = Manifest.CHART.resolve("ci");

    private static final Path TEMPLATES = Manifest.CHART.resolve("templates");
    private static final String KUBERNETES = "1.34.0";
    private static final Pattern USED = Pattern.compile("\\.Values\\.([A-Za-z.]+)");

    private HelmChart() {}

    static List<Path> examples() {
        return Manifest.files(EXAMPLES).sorted().toList();
    }

    /** The default of each value that is not a group of others, by its path. */
    static Map<String, JsonNode> defaults() {
        var found = new TreeMap<String, JsonNode>();
        leaves("", Manifest.only(VALUES), found);
        return found;
    }

    /** Paths that the templates read. */
    static Set<String> used() {
        return Manifest.files(TEMPLATES)
                .flatMap(file -> USED.matcher(Release.read(file)).results().map(result -> result.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the schema says against values, over the defaults. */
    static List<String> refusals(JsonNode values) {
        var all = Manifest.only(VALUES).<ObjectNode>deepCopy();
        merge(all, values);
        return Schemas.validate(Manifest.only(SCHEMA), all);
    }

    static ToolRun lint(Path folder, List<String> arguments) throws IOException, InterruptedException {
        return helm(
                folder,
                List.of("lint", "--strict", "--quiet", "--kube-version", KUBERNETES),
                Manifest.CHART,
                arguments);
    }

    /** What would be installed as {@code rel} in the namespace {@code ns}. */
    static ToolRun template(Path folder, List<String> arguments) throws IOException, InterruptedException {
        return template(folder, Manifest.CHART, arguments);
    }

    /** The same of a copy of the chart, or of its archive. */
    static ToolRun template(Path folder, Path chart, List<String> arguments) throws IOException, InterruptedException {
        return helm(
                folder,
                List.of("template", "--namespace", "ns", "--kube-version", KUBERNETES, "rel"),
                chart,
                arguments);
    }

    /** The archive that a release publishes. */
    static Path packed(Path folder) throws IOException, InterruptedException {
        var run = helm(folder, List.of("package"), Manifest.CHART, List.of("--destination", folder.toString()));
        assertEquals(0, run.exit(), run::printed);
        return folder.resolve("caramba-" + Release.version() + ".tgz");
    }

    private static ToolRun helm(Path folder, List<String> verb, Path chart, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(GoTool.named("helm").path().toString()));
        command.addAll(verb);
        command.add(chart.toAbsolutePath().toString());
        command.addAll(arguments);
        var home = folder.toString();
        var own = Map.of("HELM_CACHE_HOME", home, "HELM_CONFIG_HOME", home, "HELM_DATA_HOME", home);
        return ToolRun.of(folder, own, command);
    }

    private static void leaves(String path, JsonNode node, Map<String, JsonNode> found) {
        if (!node.isObject()
                || node.isEmpty()
                || path.startsWith("resources.")
                || path.equals("podSecurityContext")
                || path.endsWith("annotations")
                || path.endsWith("behavior")
                || path.equals("valkey.resources")) {
            found.put(path, node);
            return;
        }
        node.properties()
                .forEach(field ->
                        leaves(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), found));
    }

    private static void merge(ObjectNode into, JsonNode values) {
        values.properties().forEach(value -> {
            if (into.get(value.getKey()) instanceof ObjectNode nested
                    && value.getValue().isObject()) {
                merge(nested, value.getValue());
            } else {
                into.set(value.getKey(), value.getValue());
            }
        });
    }
}
